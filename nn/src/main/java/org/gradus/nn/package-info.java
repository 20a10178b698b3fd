/**
 * Layers of neural networks: plain records of tensors with an {@code apply}, so a model is a record of layers, its gradient
 * is a record of the same type, and every transformation of Gradus works on it. Nothing is hidden: random numbers come
 * from keys that the caller gives, and running statistics are states that go in and come out.
 *
 * <p>Terms. A layer's <em>parameters</em> are its tensors; its other components are fixed. <em>Fan-in</em> and
 * <em>fan-out</em> are the numbers of terms that an output sums and of outputs that an input reaches. Parameters are made
 * in f64; {@code Tree.map(t -> t.to(DType.FLOAT32), model)} gives the same model in f32.
 *
 * {@snippet :
 * record Model(Dense hidden, Dense output) {}
 *
 * List<Key> keys = Key.of(0).split(2);
 * Model model = new Model(Dense.init(keys.get(0), 2, 8), Dense.init(keys.get(1), 8, 1));
 * Fn2<Model, Tensor, Tensor> predict = (m, x) -> m.output().apply(m.hidden().apply(x).tanh());
 * Tensor x = tensor(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
 * Tensor xor = tensor(0.0, 1.0, 1.0, 0.0).reshape(4, 1);
 * Fn<Model, Model> gradient = grad((Model m) -> Losses.squaredError(predict.apply(m, x), xor).mean());
 * for (int i = 0; i < 2000; i++) {
 *     model = Tree.minus(model, Tree.scale(0.2, gradient.apply(model)));
 * }
 * predict.apply(model, x).gt(0.5).reshape(4);    // → [false, true, true, false]:bool[4]
 * }
 */
package org.gradus.nn;
