package org.gradus.workbench.doctor;

/**
 * What a check found.
 *
 * @param name what was looked at
 * @param status whether it is as it should be
 * @param found what is there
 * @param toDo what to do about it, empty when there is nothing to do
 */
public record Finding(String name, Status status, String found, String toDo) {

    /** How bad it is. */
    public enum Status {
        /** As it should be. */
        OK,
        /** Something works more slowly, or not as nicely. */
        WARN,
        /** Something that is needed is missing. */
        FAIL
    }

    /**
     * All is well.
     *
     * @param name what was looked at
     * @param found what is there
     * @return the finding
     */
    public static Finding ok(String name, String found) {
        return new Finding(name, Status.OK, found, "");
    }

    /**
     * Something could be better.
     *
     * @param name what was looked at
     * @param found what is there
     * @param toDo what to do about it
     * @return the finding
     */
    public static Finding warn(String name, String found, String toDo) {
        return new Finding(name, Status.WARN, found, toDo);
    }

    /**
     * Something needed is missing.
     *
     * @param name what was looked at
     * @param found what is there
     * @param toDo what to do about it
     * @return the finding
     */
    public static Finding fail(String name, String found, String toDo) {
        return new Finding(name, Status.FAIL, found, toDo);
    }
}
