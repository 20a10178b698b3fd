package org.gradus.categories;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * A type of values that add up: numbers, pairs, lists of equal length. A number is a tensor of any shape, which stands for many at
 * once.
 *
 * @param <A> the values
 * @param size how many numbers a value has
 * @param coordinates from a value to its numbers
 * @param make from numbers to a value
 */
public record Space<A>(int size, Fn<A, List<Tensor>> coordinates, Fn<List<Tensor>, A> make) {

    /**
     * Numbers.
     *
     * @return the space
     */
    public static Space<Tensor> real() {
        return new Space<>(1, List::of, List::getFirst);
    }

    /**
     * Pairs.
     *
     * @param <A> the first's type
     * @param <B> the second's type
     * @param first the first's space
     * @param second the second's space
     * @return the space
     */
    public static <A, B> Space<Product<A, B>> pair(Space<A> first, Space<B> second) {
        int n = first.size;
        int all = n + second.size;
        return new Space<>(
                all,
                p -> {
                    List<Tensor> numbers = new ArrayList<>(first.coordinates.apply(p.first()));
                    numbers.addAll(second.coordinates.apply(p.second()));
                    return numbers;
                },
                x -> new Product<>(first.make.apply(x.subList(0, n)), second.make.apply(x.subList(n, all))));
    }

    /**
     * Lists.
     *
     * @param <A> the elements' type
     * @param length how many elements
     * @param element their space
     * @return the space
     */
    public static <A> Space<List<A>> list(int length, Space<A> element) {
        if (length < 0) {
            throw new ArgumentException("space: a list of " + length, "give a length of 0 or more");
        }
        return new Space<>(
                length * element.size,
                list -> list.stream()
                        .flatMap(a -> element.coordinates.apply(a).stream())
                        .toList(),
                x -> IntStream.range(0, length)
                        .mapToObj(i -> element.make.apply(x.subList(i * element.size, (i + 1) * element.size)))
                        .toList());
    }

    /**
     * The value of zeros.
     *
     * @return zero; its numbers are stored like others
     */
    public A zero() {
        return basis(-1);
    }

    /**
     * A basis value.
     *
     * @param i which number is one
     * @return the others are zero
     */
    public A basis(int i) {
        List<Tensor> numbers = new ArrayList<>();
        for (int j = 0; j < size; j++) {
            numbers.add(Tensors.scalar(i == j ? 1 : 0));
        }
        return make.apply(numbers);
    }

    /**
     * x + y.
     *
     * @param x a value
     * @param y a value
     * @return the sum
     */
    public A add(A x, A y) {
        List<Tensor> left = coordinates.apply(x);
        List<Tensor> right = coordinates.apply(y);
        List<Tensor> sum = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            sum.add(left.get(i).plus(right.get(i)));
        }
        return make.apply(sum);
    }
}
