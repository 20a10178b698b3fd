/**
 * Tensors in files that other programs read: {@code .safetensors} and {@code .npy}.
 *
 * <p>Reading is strict: a file that is damaged in any way is refused with a {@link org.gradus.error.DataException} that
 * names the file and the byte. Writing is atomic: the file appears whole under its name, or not at all.
 *
 * {@snippet :
 * record Model(Tensor w, Tensor b) {}
 *
 * Model model = new Model(ones(3, 2), zeros(2));
 * Safetensors.writeTree(Path.of("model.safetensors"), model);
 * Model same = Safetensors.readTree(Path.of("model.safetensors"), model);
 * Map<String, Tensor> byName = Safetensors.read(Path.of("model.safetensors")).tensors();   // w, b
 * Npy.write(Path.of("w.npy"), model.w());                                                  // numpy.load("w.npy")
 * }
 */
package org.gradus.io;
