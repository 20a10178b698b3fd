package org.gradus.reproductions;

import org.gradus.error.ArgumentException;

/**
 * A paper, by what is known of it here.
 *
 * @param id the name of its row, which people type
 * @param title its title
 * @param year when it appeared
 * @param family to which methods it belongs
 */
public record PaperRef(String id, String title, int year, String family) {

    /**
     * Checks the id.
     *
     * @throws ArgumentException when it is not of lower-case letters, digits and hyphens
     */
    public PaperRef {
        if (!id.matches("[a-z0-9][a-z0-9-]*")) {
            throw new ArgumentException("paper: the id '" + id + "' is not plain", "use a-z, 0-9 and hyphens");
        }
    }

    /**
     * An entry for BibTeX with title and year, and no field whose content is not known here.
     *
     * @return several lines
     */
    public String bibtex() {
        return "@misc{" + id + ",\n  title = {{" + title + "}},\n  year = {" + year + "}\n}";
    }
}
