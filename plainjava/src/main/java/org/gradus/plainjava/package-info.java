/**
 * Derivatives of ordinary Java methods. The bytecode of a method and of all that it calls is read, and methods are generated
 * that compute its gradient and its derivative along a direction; they belong to the nest of its class.
 *
 * {@snippet :
 * Differentiable f = PlainJava.differentiate(x -> {
 *     double sum = 0;
 *     for (int i = 0; i + 1 < x.length; i++) {
 *         sum += 100 * Math.pow(x[i + 1] - x[i] * x[i], 2) + Math.pow(1 - x[i], 2);
 *     }
 *     return sum;
 * });
 * Arrays.toString(f.gradient(new double[] {1, 2}));    // → [-400.0, 200.0]
 * }
 *
 * <p><b>What is differentiated:</b> arithmetic of {@code double} and {@code float}, {@code Math} and {@code StrictMath},
 * branches, loops, both kinds of {@code switch} over numbers, strings, enums and patterns, arrays of any depth with aliases,
 * swaps and updates in place, {@code clone}, {@code System.arraycopy}, {@code Arrays.fill, copyOf, copyOfRange, setAll}, other
 * methods, methods that call themselves, varargs, records, small objects, inner and anonymous classes, sealed interfaces, enums
 * with methods, lambdas made inside, boxed numbers in lambdas, captured values as constants, guards that throw, {@code try}
 * with what {@code throw} statements throw, {@code finally}, {@code assert}.
 *
 * <p><b>Rules.</b> A method that cannot be read, or shall not be, gets its derivative from a person, see
 * {@link org.gradus.plainjava.Differentiator}:
 *
 * {@snippet :
 * Differentiable g = PlainJava.rule(Erf::erf, x -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x))
 *         .differentiate(Model::cost);
 * }
 *
 * <p><b>Work space outside.</b> Arrays and fields that live longer than the call (static ones, captured arrays, fields of the
 * function's own object) may be overwritten and read. What they hold when a call begins counts as a constant, whoever has
 * written it: a function that hands numbers from one call to the next has the derivative of one call.
 *
 * <p><b>Recursion</b> becomes a loop with a stack of its own, so that derivatives can go deeper than the method itself; without
 * end it is a {@code StackOverflowError}. Exceptions that the JVM throws, such as of an index out of bounds, are not caught
 * there: where the method would go on, its derivative says so.
 *
 * <p><b>What is refused,</b> with class, method, line and remedy: {@code synchronized}, library code without a rule (streams,
 * collections, input and output, threads, reflection, native code), functional objects whose class file nobody has, objects
 * that the function makes stored outside, and numbers that depend on the argument stored in fields of other objects outside or
 * read from exceptions.
 *
 * <p>Terms. A number is <em>varied</em> if it depends on the argument, <em>useful</em> if the result depends on it,
 * <em>active</em> if both: only active numbers have derivatives. An array of active numbers has a <em>shadow</em>, an array of
 * the same shape with their derivatives, which is stored, swapped and copied with it. The <em>forward sweep</em> runs the
 * method and pushes on the <em>tape</em> what the <em>reverse sweep</em> needs and cannot compute again cheaply.
 *
 * <p><b>Conventions.</b> Through casts to integers, comparisons, {@code floor}, {@code ceil}, {@code rint} and {@code round} the
 * derivative is zero by definition; {@code PlainJava.inspect} lists these places. |·|'(0) = 0; of equal arguments of
 * {@code max} and {@code min} each counts half; a zero derivative annihilates an infinite one, as of {@code sqrt} at 0. The
 * value is the method's own, to the bit.
 */
package org.gradus.plainjava;
