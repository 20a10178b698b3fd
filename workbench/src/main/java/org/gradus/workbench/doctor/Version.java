package org.gradus.workbench.doctor;

import java.util.Optional;

/** The version of Gradus that is running. */
public final class Version {
    private Version() {}

    /**
     * The version of the module, or of the jar.
     *
     * @return for example {@code 0.1.0}, or {@code development} when run from class files
     */
    public static String text() {
        Optional<String> module = Optional.ofNullable(Version.class.getModule().getDescriptor())
                .flatMap(java.lang.module.ModuleDescriptor::rawVersion);
        return module.or(() -> Optional.ofNullable(Version.class.getPackage().getImplementationVersion()))
                .orElse("development");
    }
}
