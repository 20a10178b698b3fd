package org.gradus.workbench.data;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Names as people write them: the one that was probably meant, and lists that stay readable. */
public final class Names {
    private static final int LISTED = 20;

    private Names() {}

    /**
     * The name that was probably meant: the nearest by edit distance, ignoring case, if it is near enough to be a slip
     * (at most a third of the letters, and at least two, differ).
     *
     * @param written the name as written
     * @param known the names that exist
     * @return the likely one, or nothing
     */
    public static Optional<String> meant(String written, List<String> known) {
        String lower = written.toLowerCase(Locale.ROOT);
        int limit = Math.max(2, written.length() / 3);
        return known.stream()
                .filter(name -> Math.abs(name.length() - written.length()) <= limit)
                .map(name -> new Candidate(name, distance(lower, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance <= limit && candidate.distance < candidate.name.length())
                .min(Comparator.comparingInt(Candidate::distance))
                .map(Candidate::name);
    }

    /**
     * Quotes and joins names, at most twenty of them.
     *
     * @param names the names
     * @return for example {@code 'a', 'b', 'c' and 7 more}
     */
    public static String list(List<String> names) {
        String shown =
                names.stream().limit(LISTED).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return names.size() > LISTED ? shown + " and " + (names.size() - LISTED) + " more" : shown;
    }

    /**
     * The Levenshtein distance: how many letters are to be inserted, deleted or replaced.
     *
     * @param a one text
     * @param b the other text
     * @return the distance
     */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    private record Candidate(String name, int distance) {}
}
