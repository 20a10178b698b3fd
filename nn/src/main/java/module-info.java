/** Layers of neural networks. */
module org.gradus.nn {
    requires transitive org.gradus.core;

    exports org.gradus.nn;

    opens org.gradus.nn to
            org.gradus.core;
}
