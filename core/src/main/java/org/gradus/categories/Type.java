package org.gradus.categories;

import java.util.Collections;
import java.util.List;

/** The types of {@link Term terms}: real numbers, and what products, sums, functions and lists make of them. */
public sealed interface Type {

    /**
     * The real numbers.
     *
     * @return the type
     */
    static Type real() {
        return new Real();
    }

    /** A real number. */
    record Real() implements Type {}

    /**
     * A product of any number of types.
     *
     * @param items the components' types
     */
    record Tuple(List<Type> items) implements Type {
        /** Copies the list. */
        public Tuple {
            items = List.copyOf(items);
        }
    }

    /**
     * A sum: a value of one of several types, and which.
     *
     * @param cases the types
     */
    record Sum(List<Type> cases) implements Type {
        /** Copies the list. */
        public Sum {
            cases = List.copyOf(cases);
        }
    }

    /**
     * Functions.
     *
     * @param argument what they take
     * @param result what they give
     */
    record Function(Type argument, Type result) implements Type {}

    /**
     * Lists of any length.
     *
     * @param element the elements' type
     */
    record Many(Type element) implements Type {}

    /**
     * ℝⁿ as a product.
     *
     * @param n how many numbers
     * @return the type
     */
    static Type.Tuple reals(int n) {
        return new Tuple(Collections.nCopies(n, real()));
    }

    /**
     * Whether a function occurs nowhere inside.
     *
     * @return whether values of the type are data
     */
    default boolean firstOrder() {
        return switch (this) {
            case Real _ -> true;
            case Tuple(var items) -> items.stream().allMatch(Type::firstOrder);
            case Sum(var cases) -> cases.stream().allMatch(Type::firstOrder);
            case Function _ -> false;
            case Many(Type element) -> element.firstOrder();
        };
    }
}
