package org.gradus.plainjava;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** Methods with records, small objects, lambdas and interfaces. */
@SuppressWarnings("ReferenceEquality")
final class ObjectKernels {
    private ObjectKernels() {}

    record Vec(double x, double y) {
        static final Vec ZERO = new Vec(0, 0);

        Vec plus(Vec o) {
            return new Vec(x + o.x, y + o.y);
        }

        Vec times(double f) {
            return new Vec(x * f, y * f);
        }

        double norm() {
            return Math.sqrt(x * x + y * y);
        }
    }

    static double recordLoop(double[] x) {
        Vec at = Vec.ZERO;
        Vec speed = new Vec(x[0], x[1]);
        for (int i = 0; i < 100; i++) {
            Vec force = at.times(-x[2]).plus(speed.times(-0.1 * speed.norm()));
            speed = speed.plus(force.times(0.01));
            at = at.plus(speed.times(0.01));
        }
        return at.norm() + speed.x() * speed.y();
    }

    record Body(Vec at, double mass, int kind) {}

    static double recordsInArrays(double[] x) {
        Body[] bodies = new Body[x.length / 3];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = new Body(new Vec(x[3 * i], x[3 * i + 1]), Math.exp(x[3 * i + 2]), i % 2);
        }
        double energy = 0;
        for (Body a : bodies) {
            for (Body b : bodies) {
                if (a != b && a.kind() == 0) {
                    energy += a.mass()
                            * b.mass()
                            / (0.1 + a.at().plus(b.at().times(-1)).norm());
                }
            }
        }
        return energy;
    }

    /** A small mutable object. */
    static final class Sum {
        private double total;
        private double compensation;
        int count;

        void add(double v) {
            double y = v - compensation;
            double t = total + y;
            compensation = t - total - y;
            total = t;
            count++;
        }

        double mean() {
            return total / count;
        }
    }

    static double mutable(double[] x) {
        Sum sum = new Sum();
        Sum squares = new Sum();
        for (double v : x) {
            sum.add(v);
            if (v > 0) {
                squares.add(v * v);
            }
        }
        return sum.mean() * squares.mean() + sum.count;
    }

    static double mutableInArrays(double[] x) {
        Sum[] sums = {new Sum(), new Sum(), new Sum()};
        for (int i = 0; i < 9; i++) {
            Sum s = sums[i % 3];
            s.add(x[i % x.length] * (i + 1));
            if (i == 5) {
                sums[0] = sums[1];
            }
        }
        return sums[0].mean() * sums[1].mean() + sums[2].total;
    }

    sealed interface Shape permits Circle, Square, Ring {
        double area();
    }

    record Circle(double r) implements Shape {
        @Override
        public double area() {
            return Math.PI * r * r;
        }
    }

    record Square(double a) implements Shape {
        @Override
        public double area() {
            return a * a;
        }
    }

    record Ring(Circle outer, double hole) implements Shape {
        @Override
        public double area() {
            return outer.area() - Math.PI * hole * hole;
        }
    }

    static double shapes(double[] x) {
        double sum = 0;
        Shape last = new Circle(1);
        for (int i = 0; i < x.length; i++) {
            Shape s;
            if (i % 3 == 0) {
                s = new Circle(x[i]);
            } else if (i % 3 == 1) {
                s = new Square(x[i]);
            } else {
                s = new Ring(new Circle(2 + x[i]), x[i - 1]);
            }
            sum += s.area() * last.area();
            if (s instanceof Square q) {
                sum += q.a();
            }
            last = s;
        }
        return sum;
    }

    static double lambdas(double[] x) {
        double a = x[0];
        DoubleUnaryOperator scale = t -> t * a;
        DoubleUnaryOperator both = scale.andThen(Math::sin).compose(t -> t + x[1]);
        DoubleBinaryOperator product = (p, q) -> p * q + a;
        return integrate(t -> Math.exp(-t * t * x[2]), 0, 1)
                + both.applyAsDouble(0.3)
                + product.applyAsDouble(x[1], x[2]);
    }

    private static double integrate(DoubleUnaryOperator f, double lo, double hi) {
        int n = 20;
        double h = (hi - lo) / n;
        double sum = 0.5 * (f.applyAsDouble(lo) + f.applyAsDouble(hi));
        for (int i = 1; i < n; i++) {
            sum += f.applyAsDouble(lo + i * h);
        }
        return sum * h;
    }

    static double boxed(double[] x) {
        Function<Double, Double> square = v -> v * v;
        Double total = 0.0;
        for (double v : x) {
            total += square.apply(v);
        }
        return total;
    }

    interface Model {
        double at(double t);
    }

    record Exponential(double rate, double level) implements Model {
        @Override
        public double at(double t) {
            return level * Math.exp(-rate * t);
        }
    }

    static double visibleTarget(double[] x) {
        Model model = new Exponential(x[0], x[1]);
        double sum = 0;
        for (int i = 0; i < 5; i++) {
            double e = model.at(i) - 1.0 / (1 + i);
            sum += e * e;
        }
        return sum;
    }

    /** Data in fields. */
    static final class Fit {
        private final double[] times = {0, 1, 2, 3};
        private final double[] seen = {1, 0.7, 0.45, 0.3};
        private final double weight = 2;
        private int calls;

        double cost(double[] p) {
            calls++;
            double sum = 0;
            for (int i = 0; i < times.length; i++) {
                double e = p[0] * Math.exp(-p[1] * times[i]) - seen[i];
                sum += weight * e * e;
            }
            return sum;
        }

        int calls() {
            return calls;
        }
    }

    /** Data in the components of a record. */
    record Data(double[] times, Vec offset) {
        double cost(double[] p) {
            double sum = 0;
            for (double t : times) {
                sum += Math.pow(p[0] * t + p[1] - offset.plus(new Vec(p[0], 1)).norm(), 2);
            }
            return sum;
        }
    }

    static double patterns(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            Shape s = i % 3 == 0
                    ? new Circle(x[i])
                    : i % 3 == 1 ? new Square(x[i]) : new Ring(new Circle(x[i]), 0.5 * x[0]);
            sum += switch (s) {
                case Circle(double r) when r > 0.5 -> r * r * r;
                case Circle c -> 2 * c.r();
                case Square(double a) -> Math.exp(a);
                case Ring(Circle(double r), double hole) -> r * hole;
            };
        }
        return sum;
    }

    enum Kind {
        LINEAR,
        SQUARE,
        SINE
    }

    static double enums(double[] x) {
        double sum = 0;
        Kind[] kinds = Kind.values();
        for (int i = 0; i < x.length; i++) {
            Kind kind = kinds[i % kinds.length];
            sum += switch (kind) {
                case LINEAR -> 3 * x[i];
                case SQUARE -> x[i] * x[i];
                case SINE -> Math.sin(x[i]);
            };
            if (kind == Kind.SQUARE) {
                sum *= 1.5;
            }
        }
        return sum;
    }
}
