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
 * Model twice = Tree.scale(2, m);                 // w = [2, 2, 2], b = 4, name = "m"
 * double norm = Tree.norm(m).item();              // √7
 * }
 */
package org.gradus.tree;
