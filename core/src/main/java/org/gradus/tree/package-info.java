/**
 * Trees of parameters and their vector space: flatten, map, axpy, dot, norm, ravel.
 *
 * <p>Terms. A <em>leaf</em> is a tensor, a {@code double[]} or a {@code float[]}; everything else in a record that is not
 * itself a record, list, map or array is <em>static</em>.
 *
 * {@snippet :
 * record Model(Tensor w, Tensor b, String name) {}
 *
 * Model m = new Model(ones(3), scalar(2), "m");
 * Model twice = Tree.scale(2, m);             // the name is copied
 * twice.w();                                  // → [2.0, 2.0, 2.0]:f64[3]
 * double norm = Tree.norm(m).item();          // → 2.6457513110645907
 * }
 */
package org.gradus.tree;
