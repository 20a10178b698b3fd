/** Tensors, programs as data, and their transformations. */
module org.gradus.core {
    exports org.gradus.error;
}
