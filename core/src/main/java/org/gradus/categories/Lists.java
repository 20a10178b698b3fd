package org.gradus.categories;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.gradus.error.ArgumentException;

/** Linear maps of lists. */
final class Lists {
    private Lists() {}

    /** x ↦ (x[chosen₀], x[chosen₁], …), whose transpose adds what comes back to one place. */
    static <K extends LinearCategory<K>, A> LinearMap<K, List<A>, List<A>> gather(
            LinearCategory<K> k, int length, Space<A> element, int... chosen) {
        for (int i : chosen) {
            if (i < 0 || i >= length) {
                throw new ArgumentException(
                        "gather: element " + i + " of " + length, "choose from 0 to " + (length - 1));
            }
        }
        return k.linear(
                Space.list(length, element),
                Space.list(chosen.length, element),
                list -> {
                    List<A> out = new ArrayList<>();
                    for (int i : chosen) {
                        out.add(list.get(i));
                    }
                    return out;
                },
                list -> {
                    List<A> out = new ArrayList<>(Collections.nCopies(length, (A) null));
                    for (int j = 0; j < chosen.length; j++) {
                        A before = out.get(chosen[j]);
                        out.set(chosen[j], before == null ? list.get(j) : element.add(before, list.get(j)));
                    }
                    out.replaceAll(a -> a == null ? element.zero() : a);
                    return out;
                });
    }

    static <K extends LinearCategory<K>, A> LinearMap<K, List<A>, A> get(
            LinearCategory<K> k, int length, Space<A> element, int i) {
        return k.linear(Space.list(length, element), element, list -> list.get(i), a -> alone(length, element, i, a));
    }

    static <K extends LinearCategory<K>, A> LinearMap<K, A, List<A>> put(
            LinearCategory<K> k, int length, Space<A> element, int i) {
        return k.linear(element, Space.list(length, element), a -> alone(length, element, i, a), list -> list.get(i));
    }

    private static <A> List<A> alone(int length, Space<A> element, int i, A a) {
        List<A> out = new ArrayList<>(Collections.nCopies(length, element.zero()));
        out.set(i, a);
        return out;
    }
}
