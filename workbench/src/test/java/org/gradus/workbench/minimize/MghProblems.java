package org.gradus.workbench.minimize;

import java.util.List;

/**
 * Problems of Moré, Garbow and Hillstrom, Testing Unconstrained Optimization Software, ACM TOMS 7 (1981), with the numbers
 * of that table, their standard starts and the values at their minima as published there, to more digits where other
 * tables have them.
 */
final class MghProblems {
    private MghProblems() {}

    static final List<Class<?>> ALL = List.of(
            Rosenbrock.class,
            FreudensteinRoth.class,
            PowellBadlyScaled.class,
            BrownBadlyScaled.class,
            Beale.class,
            JennrichSampson.class,
            HelicalValley.class,
            Bard.class,
            Gaussian.class,
            Meyer.class,
            Gulf.class,
            Box.class,
            PowellSingular.class,
            Wood.class,
            KowalikOsborne.class,
            BrownDennis.class,
            Osborne1.class,
            Biggs6.class,
            Osborne2.class,
            Watson6.class,
            Watson9.class,
            Penalty1.class,
            Penalty2.class,
            VariablyDimensioned.class,
            Trigonometric.class,
            BrownAlmostLinear.class,
            DiscreteBoundaryValue.class,
            BroydenTridiagonal.class,
            BroydenBanded.class,
            LinearFullRank.class,
            LinearRankOne.class,
            Chebyquad8.class);

    private static double squares(double[] r) {
        double sum = 0;
        for (double one : r) {
            sum += one * one;
        }
        return sum;
    }

    /** 1. */
    static final class Rosenbrock {
        private Rosenbrock() {}

        public static double[] residuals(double[] x) {
            return new double[] {10 * (x[1] - x[0] * x[0]), 1 - x[0]};
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {-1.2, 1};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    /** 2: the second minimum is local. */
    static final class FreudensteinRoth {
        private FreudensteinRoth() {}

        public static double[] residuals(double[] x) {
            return new double[] {
                -13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1], -29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1]
            };
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0.5, -2};
        }

        static double[] minima() {
            return new double[] {0, 48.98425367924};
        }
    }

    /** 3. */
    static final class PowellBadlyScaled {
        private PowellBadlyScaled() {}

        public static double[] residuals(double[] x) {
            return new double[] {1e4 * x[0] * x[1] - 1, Math.exp(-x[0]) + Math.exp(-x[1]) - 1.0001};
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0, 1};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    /** 4. */
    static final class BrownBadlyScaled {
        private BrownBadlyScaled() {}

        public static double[] residuals(double[] x) {
            return new double[] {x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2};
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {1, 1};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    /** 5. */
    static final class Beale {
        private Beale() {}

        public static double[] residuals(double[] x) {
            double[] y = {1.5, 2.25, 2.625};
            double[] r = new double[3];
            for (int i = 0; i < 3; i++) {
                r[i] = y[i] - x[0] * (1 - Math.pow(x[1], i + 1));
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {1, 1};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    /** 6, m = 10. */
    static final class JennrichSampson {
        private JennrichSampson() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[10];
            for (int i = 0; i < 10; i++) {
                r[i] = 2 + 2 * (i + 1) - (Math.exp((i + 1) * x[0]) + Math.exp((i + 1) * x[1]));
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0.3, 0.4};
        }

        static double[] minima() {
            return new double[] {124.36218235561};
        }
    }

    /** 7. */
    static final class HelicalValley {
        private HelicalValley() {}

        public static double[] residuals(double[] x) {
            double theta = Math.atan(x[1] / x[0]) / (2 * Math.PI) + (x[0] < 0 ? 0.5 : 0);
            return new double[] {10 * (x[2] - 10 * theta), 10 * (Math.sqrt(x[0] * x[0] + x[1] * x[1]) - 1), x[2]};
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {-1, 0, 0};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    /** 8. */
    static final class Bard {
        private Bard() {}

        public static double[] residuals(double[] x) {
            double[] y = {0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39};
            double[] r = new double[15];
            for (int i = 0; i < 15; i++) {
                double u = i + 1;
                double v = 15 - i;
                double w = Math.min(u, v);
                r[i] = y[i] - (x[0] + u / (v * x[1] + w * x[2]));
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {1, 1, 1};
        }

        static double[] minima() {
            return new double[] {8.214877306579e-3, 17.4286933368};
        }
    }

    /** 9. */
    static final class Gaussian {
        private Gaussian() {}

        public static double[] residuals(double[] x) {
            double[] y = {
                0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989, 0.3521, 0.2420, 0.1295, 0.0540, 0.0175,
                0.0044, 0.0009
            };
            double[] r = new double[15];
            for (int i = 0; i < 15; i++) {
                double t = (7 - i) / 2.0;
                r[i] = x[0] * Math.exp(-x[1] * (t - x[2]) * (t - x[2]) / 2) - y[i];
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0.4, 1, 0};
        }

        static double[] minima() {
            return new double[] {1.127932769619e-8};
        }
    }

    /** 10. */
    static final class Meyer {
        private Meyer() {}

        public static double[] residuals(double[] x) {
            double[] y = {
                34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872
            };
            double[] r = new double[16];
            for (int i = 0; i < 16; i++) {
                r[i] = x[0] * Math.exp(x[1] / (45 + 5 * (i + 1) + x[2])) - y[i];
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0.02, 4000, 250};
        }

        static double[] minima() {
            return new double[] {87.9458551710};
        }
    }

    /** 11, m = 99, in the form of Moré, Garbow and Hillstrom's corrected code: minimum at (50, 25, 1.5). */
    static final class Gulf {
        private Gulf() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[99];
            for (int i = 0; i < 99; i++) {
                double t = (i + 1) / 100.0;
                double y = 25 + Math.pow(-50 * Math.log(t), 2.0 / 3);
                r[i] = Math.exp(-Math.pow(Math.abs(y - x[1]), x[2]) / x[0]) - t;
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {5, 2.5, 0.15};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    /** 12, m = 10. */
    static final class Box {
        private Box() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[10];
            for (int i = 0; i < 10; i++) {
                double t = 0.1 * (i + 1);
                r[i] = Math.exp(-t * x[0]) - Math.exp(-t * x[1]) - x[2] * (Math.exp(-t) - Math.exp(-10 * t));
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0, 10, 20};
        }

        static double[] minima() {
            return new double[] {0, 0.0755887225};
        }
    }

    /** 13. */
    static final class PowellSingular {
        private PowellSingular() {}

        public static double[] residuals(double[] x) {
            return new double[] {
                x[0] + 10 * x[1],
                Math.sqrt(5) * (x[2] - x[3]),
                (x[1] - 2 * x[2]) * (x[1] - 2 * x[2]),
                Math.sqrt(10) * (x[0] - x[3]) * (x[0] - x[3])
            };
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {3, -1, 0, 1};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    /** 14. */
    static final class Wood {
        private Wood() {}

        public static double[] residuals(double[] x) {
            return new double[] {
                10 * (x[1] - x[0] * x[0]),
                1 - x[0],
                Math.sqrt(90) * (x[3] - x[2] * x[2]),
                1 - x[2],
                Math.sqrt(10) * (x[1] + x[3] - 2),
                (x[1] - x[3]) / Math.sqrt(10)
            };
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {-3, -1, -3, -1};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    /** 15. */
    static final class KowalikOsborne {
        private KowalikOsborne() {}

        public static double[] residuals(double[] x) {
            double[] y = {0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246};
            double[] u = {4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625};
            double[] r = new double[11];
            for (int i = 0; i < 11; i++) {
                r[i] = y[i] - x[0] * (u[i] * u[i] + u[i] * x[1]) / (u[i] * u[i] + u[i] * x[2] + x[3]);
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0.25, 0.39, 0.415, 0.39};
        }

        static double[] minima() {
            return new double[] {3.075056038492e-4, 1.0271568e-3};
        }
    }

    /** 16, m = 20. */
    static final class BrownDennis {
        private BrownDennis() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[20];
            for (int i = 0; i < 20; i++) {
                double t = (i + 1) / 5.0;
                double a = x[0] + t * x[1] - Math.exp(t);
                double c = x[2] + x[3] * Math.sin(t) - Math.cos(t);
                r[i] = a * a + c * c;
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {25, 5, -5, -1};
        }

        static double[] minima() {
            return new double[] {85822.201626356};
        }
    }

    /** 17. */
    static final class Osborne1 {
        private Osborne1() {}

        public static double[] residuals(double[] x) {
            double[] y = {
                0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658, 0.628,
                0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490, 0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.420,
                0.414, 0.411, 0.406
            };
            double[] r = new double[33];
            for (int i = 0; i < 33; i++) {
                double t = 10 * i;
                r[i] = y[i] - (x[0] + x[1] * Math.exp(-t * x[3]) + x[2] * Math.exp(-t * x[4]));
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0.5, 1.5, -1, 0.01, 0.02};
        }

        static double[] minima() {
            return new double[] {5.4648946975e-5};
        }
    }

    /** 18, m = 13. */
    static final class Biggs6 {
        private Biggs6() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[13];
            for (int i = 0; i < 13; i++) {
                double t = 0.1 * (i + 1);
                double y = Math.exp(-t) - 5 * Math.exp(-10 * t) + 3 * Math.exp(-4 * t);
                r[i] = x[2] * Math.exp(-t * x[0]) - x[3] * Math.exp(-t * x[1]) + x[5] * Math.exp(-t * x[4]) - y;
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {1, 2, 1, 1, 1, 1};
        }

        static double[] minima() {
            return new double[] {5.65565e-3, 0, 0.30636677};
        }
    }

    /** 19. */
    static final class Osborne2 {
        private Osborne2() {}

        public static double[] residuals(double[] x) {
            double[] y = {
                1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608, 0.655, 0.616,
                0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661, 0.612, 0.558, 0.533, 0.495,
                0.500, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428, 0.429, 0.523, 0.562, 0.607, 0.653, 0.672,
                0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559, 0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581,
                0.428, 0.292, 0.162, 0.098, 0.054
            };
            double[] r = new double[65];
            for (int i = 0; i < 65; i++) {
                double t = i / 10.0;
                double sum = x[0] * Math.exp(-t * x[4]);
                for (int k = 0; k < 3; k++) {
                    double d = t - x[8 + k];
                    sum += x[1 + k] * Math.exp(-d * d * x[5 + k]);
                }
                r[i] = y[i] - sum;
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5};
        }

        static double[] minima() {
            return new double[] {4.01377362935e-2, 1.78981358};
        }
    }

    /** 20, n = 6. */
    static final class Watson6 {
        private Watson6() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[31];
            for (int i = 0; i < 29; i++) {
                double t = (i + 1) / 29.0;
                double slope = 0;
                double sum = 0;
                double power = 1;
                for (int j = 0; j < 6; j++) {
                    sum += x[j] * power;
                    if (j + 1 < 6) {
                        slope += (j + 1) * x[j + 1] * power;
                    }
                    power *= t;
                }
                r[i] = slope - sum * sum - 1;
            }
            r[29] = x[0];
            r[30] = x[1] - x[0] * x[0] - 1;
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0, 0, 0, 0, 0, 0};
        }

        static double[] minima() {
            return new double[] {2.287670053552e-3};
        }
    }

    /** 20, n = 9. */
    static final class Watson9 {
        private Watson9() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[31];
            for (int i = 0; i < 29; i++) {
                double t = (i + 1) / 29.0;
                double slope = 0;
                double sum = 0;
                double power = 1;
                for (int j = 0; j < 9; j++) {
                    sum += x[j] * power;
                    if (j + 1 < 9) {
                        slope += (j + 1) * x[j + 1] * power;
                    }
                    power *= t;
                }
                r[i] = slope - sum * sum - 1;
            }
            r[29] = x[0];
            r[30] = x[1] - x[0] * x[0] - 1;
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0};
        }

        static double[] minima() {
            return new double[] {1.39976013e-6};
        }
    }

    /** 23, n = 10. */
    static final class Penalty1 {
        private Penalty1() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[11];
            double sum = -0.25;
            for (int i = 0; i < 10; i++) {
                r[i] = Math.sqrt(1e-5) * (x[i] - 1);
                sum += x[i] * x[i];
            }
            r[10] = sum;
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        }

        static double[] minima() {
            return new double[] {7.08765145e-5};
        }
    }

    /** 24, n = 4. */
    static final class Penalty2 {
        private Penalty2() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[8];
            r[0] = x[0] - 0.2;
            for (int i = 1; i < 4; i++) {
                double y = Math.exp((i + 1) / 10.0) + Math.exp(i / 10.0);
                r[i] = Math.sqrt(1e-5) * (Math.exp(x[i] / 10) + Math.exp(x[i - 1] / 10) - y);
                r[3 + i] = Math.sqrt(1e-5) * (Math.exp(x[i] / 10) - Math.exp(-0.1));
            }
            double sum = -1;
            for (int i = 0; i < 4; i++) {
                sum += (4 - i) * x[i] * x[i];
            }
            r[7] = sum;
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0.5, 0.5, 0.5, 0.5};
        }

        static double[] minima() {
            return new double[] {9.37629e-6};
        }
    }

    /** 25, n = 8. */
    static final class VariablyDimensioned {
        private VariablyDimensioned() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[10];
            double sum = 0;
            for (int i = 0; i < 8; i++) {
                r[i] = x[i] - 1;
                sum += (i + 1) * (x[i] - 1);
            }
            r[8] = sum;
            r[9] = sum * sum;
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    /** 26, n = 10. */
    static final class Trigonometric {
        private Trigonometric() {}

        public static double[] residuals(double[] x) {
            double cosines = 0;
            for (double one : x) {
                cosines += Math.cos(one);
            }
            double[] r = new double[10];
            for (int i = 0; i < 10; i++) {
                r[i] = 10 - cosines + (i + 1) * (1 - Math.cos(x[i])) - Math.sin(x[i]);
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
        }

        static double[] minima() {
            return new double[] {0, 2.79506e-5};
        }
    }

    /** 27, n = 10. */
    static final class BrownAlmostLinear {
        private BrownAlmostLinear() {}

        public static double[] residuals(double[] x) {
            double sum = -11;
            double product = 1;
            for (double one : x) {
                sum += one;
                product *= one;
            }
            double[] r = new double[10];
            for (int i = 0; i < 9; i++) {
                r[i] = x[i] + sum;
            }
            r[9] = product - 1;
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
        }

        static double[] minima() {
            return new double[] {0, 1};
        }
    }

    /** 28, n = 10. */
    static final class DiscreteBoundaryValue {
        private DiscreteBoundaryValue() {}

        public static double[] residuals(double[] x) {
            double h = 1.0 / 11;
            double[] r = new double[10];
            for (int i = 0; i < 10; i++) {
                double before = i == 0 ? 0 : x[i - 1];
                double after = i == 9 ? 0 : x[i + 1];
                double t = (i + 1) * h;
                r[i] = 2 * x[i] - before - after + h * h * Math.pow(x[i] + t + 1, 3) / 2;
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {
                -0.08264462809917356,
                -0.1487603305785124,
                -0.1983471074380165,
                -0.23140495867768596,
                -0.24793388429752064,
                -0.24793388429752067,
                -0.23140495867768596,
                -0.1983471074380165,
                -0.14876033057851237,
                -0.08264462809917358
            };
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    /** 30, n = 10. */
    static final class BroydenTridiagonal {
        private BroydenTridiagonal() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[10];
            for (int i = 0; i < 10; i++) {
                double before = i == 0 ? 0 : x[i - 1];
                double after = i == 9 ? 0 : x[i + 1];
                r[i] = (3 - 2 * x[i]) * x[i] - before - 2 * after + 1;
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    /** 31, n = 10. */
    static final class BroydenBanded {
        private BroydenBanded() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[10];
            for (int i = 0; i < 10; i++) {
                double sum = 0;
                for (int j = Math.max(0, i - 5); j <= Math.min(9, i + 1); j++) {
                    if (j != i) {
                        sum += x[j] * (1 + x[j]);
                    }
                }
                r[i] = x[i] * (2 + 5 * x[i] * x[i]) + 1 - sum;
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    /** 32, m = 20: m - n. */
    static final class LinearFullRank {
        private LinearFullRank() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[20];
            double sum = 0;
            for (double one : x) {
                sum += one;
            }
            for (int i = 0; i < 20; i++) {
                r[i] = (i < 5 ? x[i] : 0) - 2 * sum / 20 - 1;
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {1, 1, 1, 1, 1};
        }

        static double[] minima() {
            return new double[] {15};
        }
    }

    /** 33, m = 20: m(m - 1) / (2(2m + 1)). */
    static final class LinearRankOne {
        private LinearRankOne() {}

        public static double[] residuals(double[] x) {
            double sum = 0;
            for (int j = 0; j < 5; j++) {
                sum += (j + 1) * x[j];
            }
            double[] r = new double[20];
            for (int i = 0; i < 20; i++) {
                r[i] = (i + 1) * sum - 1;
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {1, 1, 1, 1, 1};
        }

        static double[] minima() {
            return new double[] {190.0 / 41};
        }
    }

    /** 35, n = 8. */
    static final class Chebyquad8 {
        private Chebyquad8() {}

        public static double[] residuals(double[] x) {
            double[] r = new double[8];
            for (int j = 0; j < 8; j++) {
                double last = 1;
                double now = 2 * x[j] - 1;
                double twice = 2 * now;
                for (int i = 0; i < 8; i++) {
                    r[i] += now / 8;
                    double next = twice * now - last;
                    last = now;
                    now = next;
                }
            }
            for (int i = 1; i < 8; i += 2) {
                r[i] += 1.0 / ((i + 1) * (i + 1) - 1);
            }
            return r;
        }

        public static double value(double[] x) {
            return squares(residuals(x));
        }

        public static double[] start() {
            return new double[] {
                0.1111111111111111,
                0.2222222222222222,
                0.3333333333333333,
                0.4444444444444444,
                0.5555555555555556,
                0.6666666666666666,
                0.7777777777777778,
                0.8888888888888888
            };
        }

        static double[] minima() {
            return new double[] {3.51687372568e-3};
        }
    }
}
