package org.gradus.categories;

import java.util.Arrays;
import org.gradus.error.ArgumentException;

/** A sequence of bits, 64 in a machine word. Immutable. */
public final class Bits {
    private final int size;
    private final long[] words;

    private Bits(int size, long[] words) {
        this.size = size;
        this.words = words;
        if (size % 64 != 0) {
            words[words.length - 1] &= -1L >>> -size;
        }
    }

    /**
     * Bits one by one.
     *
     * @param bits the bits
     * @return the sequence
     */
    public static Bits of(boolean... bits) {
        long[] words = new long[(bits.length + 63) / 64];
        for (int i = 0; i < bits.length; i++) {
            words[i / 64] |= bits[i] ? 1L << i : 0;
        }
        return new Bits(bits.length, words);
    }

    /**
     * Equal bits.
     *
     * @param size how many, 0 or more
     * @param bit their value
     * @return the sequence
     */
    public static Bits filled(int size, boolean bit) {
        if (size < 0) {
            throw new ArgumentException("bits: " + size + " bits", "give a size of 0 or more");
        }
        long[] words = new long[(size + 63) / 64];
        Arrays.fill(words, bit ? -1 : 0);
        return new Bits(size, words);
    }

    /**
     * A variable's column of a truth table: bit i of it is that variable's bit in the number i.
     *
     * @param variables how many there are, at most 25
     * @param variable which, from 0 for the lowest bit
     * @return 2^variables bits
     */
    public static Bits truthTable(int variables, int variable) {
        if (variables < 0 || variables > 25 || variable < 0 || variable >= variables) {
            throw new ArgumentException(
                    "bits: variable " + variable + " of " + variables, "give one of at most 25 variables, from 0");
        }
        boolean[] bits = new boolean[1 << variables];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (i >> variable & 1) == 1;
        }
        return of(bits);
    }

    static boolean bit(double value) {
        if (value != 0 && value != 1) {
            throw new ArgumentException("bits: " + value + " is no bit", "give 0 or 1");
        }
        return value == 1;
    }

    /**
     * The number of bits.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * One bit.
     *
     * @param i its position
     * @return its value
     * @throws ArgumentException when there is no such position
     */
    public boolean get(int i) {
        if (i < 0 || i >= size) {
            throw new ArgumentException("bits: position " + i + " of " + size, "give one from 0 to " + (size - 1));
        }
        return (words[i / 64] >> i & 1) == 1;
    }

    /**
     * Exclusive or: the sum modulo 2.
     *
     * @param other as many bits
     * @return bit by bit
     */
    public Bits xor(Bits other) {
        long[] out = same(other).clone();
        for (int i = 0; i < out.length; i++) {
            out[i] ^= words[i];
        }
        return new Bits(size, out);
    }

    /**
     * And: the product modulo 2.
     *
     * @param other as many bits
     * @return bit by bit
     */
    public Bits and(Bits other) {
        long[] out = same(other).clone();
        for (int i = 0; i < out.length; i++) {
            out[i] &= words[i];
        }
        return new Bits(size, out);
    }

    /**
     * Or.
     *
     * @param other as many bits
     * @return bit by bit
     */
    public Bits or(Bits other) {
        return xor(other).xor(and(other));
    }

    private long[] same(Bits other) {
        if (other.size != size) {
            throw new ArgumentException(
                    "bits: " + size + " bits with " + other.size, "give as many, or repeat one with filled");
        }
        return other.words;
    }

    /**
     * How many bits are 1.
     *
     * @return their number
     */
    public int count() {
        return Arrays.stream(words).mapToInt(Long::bitCount).sum();
    }

    /**
     * The bits as truth values.
     *
     * @return one a bit
     */
    public boolean[] toBooleans() {
        boolean[] out = new boolean[size];
        for (int i = 0; i < size; i++) {
            out[i] = get(i);
        }
        return out;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bits b && b.size == size && Arrays.equals(b.words, words);
    }

    @Override
    public int hashCode() {
        return 31 * size + Arrays.hashCode(words);
    }

    /** Zeros and ones in order. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(size);
        for (int i = 0; i < size; i++) {
            text.append(get(i) ? '1' : '0');
        }
        return text.toString();
    }
}
