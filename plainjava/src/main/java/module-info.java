/** Derivatives of ordinary Java methods, from their bytecode. */
module org.gradus.plainjava {
    requires transitive org.gradus.core;

    exports org.gradus.plainjava;
}
