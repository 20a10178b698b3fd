package org.gradus.workbench.minimize;

import java.util.List;

/**
 * Problems of Hock and Schittkowski, Test Examples for Nonlinear Programming Codes, 1981, with their numbers, starts and
 * minima; further minima are those of local solutions. The book's constraints are zero or more, ours zero or less.
 */
final class HsProblems {
    private static final double INF = Double.POSITIVE_INFINITY;

    private HsProblems() {}

    static final List<Class<?>> ALL = List.of(
            Hs1.class,
            Hs2.class,
            Hs3.class,
            Hs4.class,
            Hs5.class,
            Hs6.class,
            Hs7.class,
            Hs8.class,
            Hs9.class,
            Hs10.class,
            Hs11.class,
            Hs12.class,
            Hs14.class,
            Hs15.class,
            Hs16.class,
            Hs18.class,
            Hs19.class,
            Hs20.class,
            Hs21.class,
            Hs22.class,
            Hs23.class,
            Hs24.class,
            Hs26.class,
            Hs27.class,
            Hs28.class,
            Hs29.class,
            Hs30.class,
            Hs33.class,
            Hs35.class,
            Hs36.class,
            Hs37.class,
            Hs38.class,
            Hs39.class,
            Hs40.class,
            Hs41.class,
            Hs42.class,
            Hs43.class,
            Hs44.class,
            Hs45.class,
            Hs48.class,
            Hs49.class,
            Hs51.class,
            Hs52.class,
            Hs60.class,
            Hs61.class,
            Hs63.class,
            Hs64.class,
            Hs65.class,
            Hs66.class,
            Hs71.class,
            Hs72.class,
            Hs76.class,
            Hs77.class,
            Hs78.class,
            Hs79.class,
            Hs80.class,
            Hs100.class,
            Hs113.class);

    private static double square(double z) {
        return z * z;
    }

    static final class Hs1 {
        private Hs1() {}

        public static double objective(double[] x) {
            return 100 * square(x[1] - x[0] * x[0]) + square(1 - x[0]);
        }

        public static double[] start() {
            return new double[] {-2, 1};
        }

        public static double[] lower() {
            return new double[] {-INF, -1.5};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    static final class Hs2 {
        private Hs2() {}

        public static double objective(double[] x) {
            return 100 * square(x[1] - x[0] * x[0]) + square(1 - x[0]);
        }

        public static double[] start() {
            return new double[] {-2, 1};
        }

        public static double[] lower() {
            return new double[] {-INF, 1.5};
        }

        static double[] minima() {
            return new double[] {0.0504261879, 4.9412293};
        }
    }

    static final class Hs3 {
        private Hs3() {}

        public static double objective(double[] x) {
            return x[1] + 1e-5 * square(x[1] - x[0]);
        }

        public static double[] start() {
            return new double[] {10, 1};
        }

        public static double[] lower() {
            return new double[] {-INF, 0};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    static final class Hs4 {
        private Hs4() {}

        public static double objective(double[] x) {
            return Math.pow(x[0] + 1, 3) / 3 + x[1];
        }

        public static double[] start() {
            return new double[] {1.125, 0.125};
        }

        public static double[] lower() {
            return new double[] {1, 0};
        }

        static double[] minima() {
            return new double[] {8.0 / 3};
        }
    }

    static final class Hs5 {
        private Hs5() {}

        public static double objective(double[] x) {
            return Math.sin(x[0] + x[1]) + square(x[0] - x[1]) - 1.5 * x[0] + 2.5 * x[1] + 1;
        }

        public static double[] start() {
            return new double[] {0, 0};
        }

        public static double[] lower() {
            return new double[] {-1.5, -3};
        }

        public static double[] upper() {
            return new double[] {4, 3};
        }

        static double[] minima() {
            return new double[] {-Math.sqrt(3) / 2 - Math.PI / 3};
        }
    }

    static final class Hs6 {
        private Hs6() {}

        public static double objective(double[] x) {
            return square(1 - x[0]);
        }

        public static double[] equalities(double[] x) {
            return new double[] {10 * (x[1] - x[0] * x[0])};
        }

        public static double[] start() {
            return new double[] {-1.2, 1};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    static final class Hs7 {
        private Hs7() {}

        public static double objective(double[] x) {
            return Math.log(1 + x[0] * x[0]) - x[1];
        }

        public static double[] equalities(double[] x) {
            return new double[] {square(1 + x[0] * x[0]) + x[1] * x[1] - 4};
        }

        public static double[] start() {
            return new double[] {2, 2};
        }

        static double[] minima() {
            return new double[] {-Math.sqrt(3)};
        }
    }

    static final class Hs8 {
        private Hs8() {}

        public static double objective(double[] x) {
            return -1 + 0 * x[0];
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[0] * x[0] + x[1] * x[1] - 25, x[0] * x[1] - 9};
        }

        public static double[] start() {
            return new double[] {2, 1};
        }

        static double[] minima() {
            return new double[] {-1};
        }
    }

    static final class Hs9 {
        private Hs9() {}

        public static double objective(double[] x) {
            return Math.sin(Math.PI * x[0] / 12) * Math.cos(Math.PI * x[1] / 16);
        }

        public static double[] equalities(double[] x) {
            return new double[] {4 * x[0] - 3 * x[1]};
        }

        public static double[] start() {
            return new double[] {0, 0};
        }

        static double[] minima() {
            return new double[] {-0.5};
        }
    }

    static final class Hs10 {
        private Hs10() {}

        public static double objective(double[] x) {
            return x[0] - x[1];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(-3 * x[0] * x[0] + 2 * x[0] * x[1] - x[1] * x[1] + 1)};
        }

        public static double[] start() {
            return new double[] {-10, 10};
        }

        static double[] minima() {
            return new double[] {-1};
        }
    }

    static final class Hs11 {
        private Hs11() {}

        public static double objective(double[] x) {
            return square(x[0] - 5) + x[1] * x[1] - 25;
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(-x[0] * x[0] + x[1])};
        }

        public static double[] start() {
            return new double[] {4.9, 0.1};
        }

        static double[] minima() {
            return new double[] {-8.498464223};
        }
    }

    static final class Hs12 {
        private Hs12() {}

        public static double objective(double[] x) {
            return 0.5 * x[0] * x[0] + x[1] * x[1] - x[0] * x[1] - 7 * x[0] - 7 * x[1];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(25 - 4 * x[0] * x[0] - x[1] * x[1])};
        }

        public static double[] start() {
            return new double[] {0, 0};
        }

        static double[] minima() {
            return new double[] {-30};
        }
    }

    static final class Hs14 {
        private Hs14() {}

        public static double objective(double[] x) {
            return square(x[0] - 2) + square(x[1] - 1);
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[0] - 2 * x[1] + 1};
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(1 - 0.25 * x[0] * x[0] - x[1] * x[1])};
        }

        public static double[] start() {
            return new double[] {2, 2};
        }

        static double[] minima() {
            return new double[] {9 - 2.875 * Math.sqrt(7)};
        }
    }

    static final class Hs15 {
        private Hs15() {}

        public static double objective(double[] x) {
            return 100 * square(x[1] - x[0] * x[0]) + square(1 - x[0]);
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(x[0] * x[1] - 1), -(x[0] + x[1] * x[1])};
        }

        public static double[] start() {
            return new double[] {-2, 1};
        }

        public static double[] upper() {
            return new double[] {0.5, INF};
        }

        static double[] minima() {
            return new double[] {306.5, 360.379767};
        }
    }

    static final class Hs16 {
        private Hs16() {}

        public static double objective(double[] x) {
            return 100 * square(x[1] - x[0] * x[0]) + square(1 - x[0]);
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(x[0] + x[1] * x[1]), -(x[0] * x[0] + x[1])};
        }

        public static double[] start() {
            return new double[] {-2, 1};
        }

        public static double[] lower() {
            return new double[] {-0.5, -INF};
        }

        public static double[] upper() {
            return new double[] {0.5, 1};
        }

        static double[] minima() {
            return new double[] {0.25, 23.1446610};
        }
    }

    static final class Hs18 {
        private Hs18() {}

        public static double objective(double[] x) {
            return 0.01 * x[0] * x[0] + x[1] * x[1];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(x[0] * x[1] - 25), -(x[0] * x[0] + x[1] * x[1] - 25)};
        }

        public static double[] start() {
            return new double[] {2, 2};
        }

        public static double[] lower() {
            return new double[] {2, 0};
        }

        public static double[] upper() {
            return new double[] {50, 50};
        }

        static double[] minima() {
            return new double[] {5};
        }
    }

    static final class Hs19 {
        private Hs19() {}

        public static double objective(double[] x) {
            return Math.pow(x[0] - 10, 3) + Math.pow(x[1] - 20, 3);
        }

        public static double[] inequalities(double[] x) {
            return new double[] {
                -(square(x[0] - 5) + square(x[1] - 5) - 100), -(82.81 - square(x[1] - 5) - square(x[0] - 6))
            };
        }

        public static double[] start() {
            return new double[] {20.1, 5.84};
        }

        public static double[] lower() {
            return new double[] {13, 0};
        }

        public static double[] upper() {
            return new double[] {100, 100};
        }

        static double[] minima() {
            return new double[] {-6961.8138156};
        }
    }

    static final class Hs20 {
        private Hs20() {}

        public static double objective(double[] x) {
            return 100 * square(x[1] - x[0] * x[0]) + square(1 - x[0]);
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(x[0] + x[1] * x[1]), -(x[0] * x[0] + x[1]), -(x[0] * x[0] + x[1] * x[1] - 1)};
        }

        public static double[] start() {
            return new double[] {-2, 1};
        }

        public static double[] lower() {
            return new double[] {-0.5, -INF};
        }

        public static double[] upper() {
            return new double[] {0.5, INF};
        }

        static double[] minima() {
            return new double[] {81.5 - 25 * Math.sqrt(3), 40.1987298};
        }
    }

    static final class Hs21 {
        private Hs21() {}

        public static double objective(double[] x) {
            return 0.01 * x[0] * x[0] + x[1] * x[1] - 100;
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(10 * x[0] - x[1] - 10)};
        }

        public static double[] start() {
            return new double[] {-1, -1};
        }

        public static double[] lower() {
            return new double[] {2, -50};
        }

        public static double[] upper() {
            return new double[] {50, 50};
        }

        static double[] minima() {
            return new double[] {-99.96};
        }
    }

    static final class Hs22 {
        private Hs22() {}

        public static double objective(double[] x) {
            return square(x[0] - 2) + square(x[1] - 1);
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(2 - x[0] - x[1]), -(x[1] - x[0] * x[0])};
        }

        public static double[] start() {
            return new double[] {2, 2};
        }

        static double[] minima() {
            return new double[] {1};
        }
    }

    static final class Hs23 {
        private Hs23() {}

        public static double objective(double[] x) {
            return x[0] * x[0] + x[1] * x[1];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {
                -(x[0] + x[1] - 1),
                -(x[0] * x[0] + x[1] * x[1] - 1),
                -(9 * x[0] * x[0] + x[1] * x[1] - 9),
                -(x[0] * x[0] - x[1]),
                -(x[1] * x[1] - x[0])
            };
        }

        public static double[] start() {
            return new double[] {3, 1};
        }

        public static double[] lower() {
            return new double[] {-50, -50};
        }

        public static double[] upper() {
            return new double[] {50, 50};
        }

        static double[] minima() {
            return new double[] {2};
        }
    }

    static final class Hs24 {
        private Hs24() {}

        public static double objective(double[] x) {
            return (square(x[0] - 3) - 9) * Math.pow(x[1], 3) / (27 * Math.sqrt(3));
        }

        public static double[] inequalities(double[] x) {
            return new double[] {
                -(x[0] / Math.sqrt(3) - x[1]), -(x[0] + Math.sqrt(3) * x[1]), -(6 - x[0] - Math.sqrt(3) * x[1])
            };
        }

        public static double[] start() {
            return new double[] {1, 0.5};
        }

        public static double[] lower() {
            return new double[] {0, 0};
        }

        static double[] minima() {
            return new double[] {-1};
        }
    }

    static final class Hs26 {
        private Hs26() {}

        public static double objective(double[] x) {
            return square(x[0] - x[1]) + square(square(x[1] - x[2]));
        }

        public static double[] equalities(double[] x) {
            return new double[] {(1 + x[1] * x[1]) * x[0] + square(square(x[2])) - 3};
        }

        public static double[] start() {
            return new double[] {-2.6, 2, 2};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    static final class Hs27 {
        private Hs27() {}

        public static double objective(double[] x) {
            return 0.01 * square(x[0] - 1) + square(x[1] - x[0] * x[0]);
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[0] + x[2] * x[2] + 1};
        }

        public static double[] start() {
            return new double[] {2, 2, 2};
        }

        static double[] minima() {
            return new double[] {0.04};
        }
    }

    static final class Hs28 {
        private Hs28() {}

        public static double objective(double[] x) {
            return square(x[0] + x[1]) + square(x[1] + x[2]);
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[0] + 2 * x[1] + 3 * x[2] - 1};
        }

        public static double[] start() {
            return new double[] {-4, 1, 1};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    static final class Hs29 {
        private Hs29() {}

        public static double objective(double[] x) {
            return -x[0] * x[1] * x[2];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(48 - x[0] * x[0] - 2 * x[1] * x[1] - 4 * x[2] * x[2])};
        }

        public static double[] start() {
            return new double[] {1, 1, 1};
        }

        static double[] minima() {
            return new double[] {-16 * Math.sqrt(2)};
        }
    }

    static final class Hs30 {
        private Hs30() {}

        public static double objective(double[] x) {
            return x[0] * x[0] + x[1] * x[1] + x[2] * x[2];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(x[0] * x[0] + x[1] * x[1] - 1)};
        }

        public static double[] start() {
            return new double[] {1, 1, 1};
        }

        public static double[] lower() {
            return new double[] {1, -10, -10};
        }

        public static double[] upper() {
            return new double[] {10, 10, 10};
        }

        static double[] minima() {
            return new double[] {1};
        }
    }

    static final class Hs33 {
        private Hs33() {}

        public static double objective(double[] x) {
            return (x[0] - 1) * (x[0] - 2) * (x[0] - 3) + x[2];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {
                -(x[2] * x[2] - x[1] * x[1] - x[0] * x[0]), -(x[0] * x[0] + x[1] * x[1] + x[2] * x[2] - 4)
            };
        }

        public static double[] start() {
            return new double[] {0, 0, 3};
        }

        public static double[] lower() {
            return new double[] {0, 0, 0};
        }

        public static double[] upper() {
            return new double[] {INF, INF, 5};
        }

        static double[] minima() {
            return new double[] {Math.sqrt(2) - 6, -4};
        }
    }

    static final class Hs35 {
        private Hs35() {}

        public static double objective(double[] x) {
            return 9
                    - 8 * x[0]
                    - 6 * x[1]
                    - 4 * x[2]
                    + 2 * x[0] * x[0]
                    + 2 * x[1] * x[1]
                    + x[2] * x[2]
                    + 2 * x[0] * x[1]
                    + 2 * x[0] * x[2];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(3 - x[0] - x[1] - 2 * x[2])};
        }

        public static double[] start() {
            return new double[] {0.5, 0.5, 0.5};
        }

        public static double[] lower() {
            return new double[] {0, 0, 0};
        }

        static double[] minima() {
            return new double[] {1.0 / 9};
        }
    }

    static final class Hs36 {
        private Hs36() {}

        public static double objective(double[] x) {
            return -x[0] * x[1] * x[2];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(72 - x[0] - 2 * x[1] - 2 * x[2])};
        }

        public static double[] start() {
            return new double[] {10, 10, 10};
        }

        public static double[] lower() {
            return new double[] {0, 0, 0};
        }

        public static double[] upper() {
            return new double[] {20, 11, 42};
        }

        static double[] minima() {
            return new double[] {-3300};
        }
    }

    static final class Hs37 {
        private Hs37() {}

        public static double objective(double[] x) {
            return -x[0] * x[1] * x[2];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(72 - x[0] - 2 * x[1] - 2 * x[2]), -(x[0] + 2 * x[1] + 2 * x[2])};
        }

        public static double[] start() {
            return new double[] {10, 10, 10};
        }

        public static double[] lower() {
            return new double[] {0, 0, 0};
        }

        public static double[] upper() {
            return new double[] {42, 42, 42};
        }

        static double[] minima() {
            return new double[] {-3456};
        }
    }

    static final class Hs38 {
        private Hs38() {}

        public static double objective(double[] x) {
            return 100 * square(x[1] - x[0] * x[0])
                    + square(1 - x[0])
                    + 90 * square(x[3] - x[2] * x[2])
                    + square(1 - x[2])
                    + 10.1 * (square(x[1] - 1) + square(x[3] - 1))
                    + 19.8 * (x[1] - 1) * (x[3] - 1);
        }

        public static double[] start() {
            return new double[] {-3, -1, -3, -1};
        }

        public static double[] lower() {
            return new double[] {-10, -10, -10, -10};
        }

        public static double[] upper() {
            return new double[] {10, 10, 10, 10};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    static final class Hs39 {
        private Hs39() {}

        public static double objective(double[] x) {
            return -x[0];
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[1] - Math.pow(x[0], 3) - x[2] * x[2], x[0] * x[0] - x[1] - x[3] * x[3]};
        }

        public static double[] start() {
            return new double[] {2, 2, 2, 2};
        }

        static double[] minima() {
            return new double[] {-1};
        }
    }

    static final class Hs40 {
        private Hs40() {}

        public static double objective(double[] x) {
            return -x[0] * x[1] * x[2] * x[3];
        }

        public static double[] equalities(double[] x) {
            return new double[] {Math.pow(x[0], 3) + x[1] * x[1] - 1, x[0] * x[0] * x[3] - x[2], x[3] * x[3] - x[1]};
        }

        public static double[] start() {
            return new double[] {0.8, 0.8, 0.8, 0.8};
        }

        static double[] minima() {
            return new double[] {-0.25};
        }
    }

    static final class Hs41 {
        private Hs41() {}

        public static double objective(double[] x) {
            return 2 - x[0] * x[1] * x[2];
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[0] + 2 * x[1] + 2 * x[2] - x[3]};
        }

        public static double[] start() {
            return new double[] {2, 2, 2, 2};
        }

        public static double[] lower() {
            return new double[] {0, 0, 0, 0};
        }

        public static double[] upper() {
            return new double[] {1, 1, 1, 2};
        }

        static double[] minima() {
            return new double[] {52.0 / 27};
        }
    }

    static final class Hs42 {
        private Hs42() {}

        public static double objective(double[] x) {
            return square(x[0] - 1) + square(x[1] - 2) + square(x[2] - 3) + square(x[3] - 4);
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[0] - 2, x[2] * x[2] + x[3] * x[3] - 2};
        }

        public static double[] start() {
            return new double[] {1, 1, 1, 1};
        }

        static double[] minima() {
            return new double[] {28 - 10 * Math.sqrt(2)};
        }
    }

    static final class Hs43 {
        private Hs43() {}

        public static double objective(double[] x) {
            return x[0] * x[0]
                    + x[1] * x[1]
                    + 2 * x[2] * x[2]
                    + x[3] * x[3]
                    - 5 * x[0]
                    - 5 * x[1]
                    - 21 * x[2]
                    + 7 * x[3];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {
                -(8 - x[0] * x[0] - x[1] * x[1] - x[2] * x[2] - x[3] * x[3] - x[0] + x[1] - x[2] + x[3]),
                -(10 - x[0] * x[0] - 2 * x[1] * x[1] - x[2] * x[2] - 2 * x[3] * x[3] + x[0] + x[3]),
                -(5 - 2 * x[0] * x[0] - x[1] * x[1] - x[2] * x[2] - 2 * x[0] + x[1] + x[3])
            };
        }

        public static double[] start() {
            return new double[] {0, 0, 0, 0};
        }

        static double[] minima() {
            return new double[] {-44};
        }
    }

    static final class Hs44 {
        private Hs44() {}

        public static double objective(double[] x) {
            return x[0] - x[1] - x[2] - x[0] * x[2] + x[0] * x[3] + x[1] * x[2] - x[1] * x[3];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {
                -(8 - x[0] - 2 * x[1]),
                -(12 - 4 * x[0] - x[1]),
                -(12 - 3 * x[0] - 4 * x[1]),
                -(8 - 2 * x[2] - x[3]),
                -(8 - x[2] - 2 * x[3]),
                -(5 - x[2] - x[3])
            };
        }

        public static double[] start() {
            return new double[] {0, 0, 0, 0};
        }

        public static double[] lower() {
            return new double[] {0, 0, 0, 0};
        }

        static double[] minima() {
            return new double[] {-15, -13};
        }
    }

    static final class Hs45 {
        private Hs45() {}

        public static double objective(double[] x) {
            return 2 - x[0] * x[1] * x[2] * x[3] * x[4] / 120;
        }

        public static double[] start() {
            return new double[] {2, 2, 2, 2, 2};
        }

        public static double[] lower() {
            return new double[] {0, 0, 0, 0, 0};
        }

        public static double[] upper() {
            return new double[] {1, 2, 3, 4, 5};
        }

        static double[] minima() {
            return new double[] {1};
        }
    }

    static final class Hs48 {
        private Hs48() {}

        public static double objective(double[] x) {
            return square(x[0] - 1) + square(x[1] - x[2]) + square(x[3] - x[4]);
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[0] + x[1] + x[2] + x[3] + x[4] - 5, x[2] - 2 * (x[3] + x[4]) + 3};
        }

        public static double[] start() {
            return new double[] {3, 5, -3, 2, -2};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    static final class Hs49 {
        private Hs49() {}

        public static double objective(double[] x) {
            return square(x[0] - x[1]) + square(x[2] - 1) + Math.pow(x[3] - 1, 4) + Math.pow(x[4] - 1, 6);
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[0] + x[1] + x[2] + 4 * x[3] - 7, x[2] + 5 * x[4] - 6};
        }

        public static double[] start() {
            return new double[] {10, 7, 2, -3, 0.8};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    static final class Hs51 {
        private Hs51() {}

        public static double objective(double[] x) {
            return square(x[0] - x[1]) + square(x[1] + x[2] - 2) + square(x[3] - 1) + square(x[4] - 1);
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[0] + 3 * x[1] - 4, x[2] + x[3] - 2 * x[4], x[1] - x[4]};
        }

        public static double[] start() {
            return new double[] {2.5, 0.5, 2, -1, 0.5};
        }

        static double[] minima() {
            return new double[] {0};
        }
    }

    static final class Hs52 {
        private Hs52() {}

        public static double objective(double[] x) {
            return square(4 * x[0] - x[1]) + square(x[1] + x[2] - 2) + square(x[3] - 1) + square(x[4] - 1);
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[0] + 3 * x[1], x[2] + x[3] - 2 * x[4], x[1] - x[4]};
        }

        public static double[] start() {
            return new double[] {2, 2, 2, 2, 2};
        }

        static double[] minima() {
            return new double[] {1859.0 / 349};
        }
    }

    static final class Hs60 {
        private Hs60() {}

        public static double objective(double[] x) {
            return square(x[0] - 1) + square(x[0] - x[1]) + Math.pow(x[1] - x[2], 4);
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[0] * (1 + x[1] * x[1]) + Math.pow(x[2], 4) - 4 - 3 * Math.sqrt(2)};
        }

        public static double[] start() {
            return new double[] {2, 2, 2};
        }

        public static double[] lower() {
            return new double[] {-10, -10, -10};
        }

        public static double[] upper() {
            return new double[] {10, 10, 10};
        }

        static double[] minima() {
            return new double[] {0.03256820025};
        }
    }

    static final class Hs61 {
        private Hs61() {}

        public static double objective(double[] x) {
            return 4 * x[0] * x[0] + 2 * x[1] * x[1] + 2 * x[2] * x[2] - 33 * x[0] + 16 * x[1] - 24 * x[2];
        }

        public static double[] equalities(double[] x) {
            return new double[] {3 * x[0] - 2 * x[1] * x[1] - 7, 4 * x[0] - x[2] * x[2] - 11};
        }

        public static double[] start() {
            return new double[] {0, 0, 0};
        }

        static double[] minima() {
            return new double[] {-143.6461422, -81.9191};
        }
    }

    static final class Hs63 {
        private Hs63() {}

        public static double objective(double[] x) {
            return 1000 - x[0] * x[0] - 2 * x[1] * x[1] - x[2] * x[2] - x[0] * x[1] - x[0] * x[2];
        }

        public static double[] equalities(double[] x) {
            return new double[] {8 * x[0] + 14 * x[1] + 7 * x[2] - 56, x[0] * x[0] + x[1] * x[1] + x[2] * x[2] - 25};
        }

        public static double[] start() {
            return new double[] {2, 2, 2};
        }

        public static double[] lower() {
            return new double[] {0, 0, 0};
        }

        static double[] minima() {
            return new double[] {961.7151721};
        }
    }

    static final class Hs64 {
        private Hs64() {}

        public static double objective(double[] x) {
            return 5 * x[0] + 50000 / x[0] + 20 * x[1] + 72000 / x[1] + 10 * x[2] + 144000 / x[2];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(1 - 4 / x[0] - 32 / x[1] - 120 / x[2])};
        }

        public static double[] start() {
            return new double[] {1, 1, 1};
        }

        public static double[] lower() {
            return new double[] {1e-5, 1e-5, 1e-5};
        }

        static double[] minima() {
            return new double[] {6299.842428};
        }
    }

    static final class Hs65 {
        private Hs65() {}

        public static double objective(double[] x) {
            return square(x[0] - x[1]) + square(x[0] + x[1] - 10) / 9 + square(x[2] - 5);
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(48 - x[0] * x[0] - x[1] * x[1] - x[2] * x[2])};
        }

        public static double[] start() {
            return new double[] {-5, 5, 0};
        }

        public static double[] lower() {
            return new double[] {-4.5, -4.5, -5};
        }

        public static double[] upper() {
            return new double[] {4.5, 4.5, 5};
        }

        static double[] minima() {
            return new double[] {0.9535288567};
        }
    }

    static final class Hs66 {
        private Hs66() {}

        public static double objective(double[] x) {
            return 0.2 * x[2] - 0.8 * x[0];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(x[1] - Math.exp(x[0])), -(x[2] - Math.exp(x[1]))};
        }

        public static double[] start() {
            return new double[] {0, 1.05, 2.9};
        }

        public static double[] lower() {
            return new double[] {0, 0, 0};
        }

        public static double[] upper() {
            return new double[] {100, 100, 10};
        }

        static double[] minima() {
            return new double[] {0.5181632741};
        }
    }

    static final class Hs71 {
        private Hs71() {}

        public static double objective(double[] x) {
            return x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2];
        }

        public static double[] equalities(double[] x) {
            return new double[] {x[0] * x[0] + x[1] * x[1] + x[2] * x[2] + x[3] * x[3] - 40};
        }

        public static double[] inequalities(double[] x) {
            return new double[] {-(x[0] * x[1] * x[2] * x[3] - 25)};
        }

        public static double[] start() {
            return new double[] {1, 5, 5, 1};
        }

        public static double[] lower() {
            return new double[] {1, 1, 1, 1};
        }

        public static double[] upper() {
            return new double[] {5, 5, 5, 5};
        }

        static double[] minima() {
            return new double[] {17.0140173};
        }
    }

    static final class Hs72 {
        private Hs72() {}

        public static double objective(double[] x) {
            return 1 + x[0] + x[1] + x[2] + x[3];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {
                -(0.0401 - 4 / x[0] - 2.25 / x[1] - 1 / x[2] - 0.25 / x[3]),
                -(0.010085 - 0.16 / x[0] - 0.36 / x[1] - 0.64 / x[2] - 0.64 / x[3])
            };
        }

        public static double[] start() {
            return new double[] {1, 1, 1, 1};
        }

        public static double[] lower() {
            return new double[] {0.001, 0.001, 0.001, 0.001};
        }

        public static double[] upper() {
            return new double[] {4e5, 3e5, 2e5, 1e5};
        }

        static double[] minima() {
            return new double[] {727.679358};
        }
    }

    static final class Hs76 {
        private Hs76() {}

        public static double objective(double[] x) {
            return x[0] * x[0]
                    + 0.5 * x[1] * x[1]
                    + x[2] * x[2]
                    + 0.5 * x[3] * x[3]
                    - x[0] * x[2]
                    + x[2] * x[3]
                    - x[0]
                    - 3 * x[1]
                    + x[2]
                    - x[3];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {
                -(5 - x[0] - 2 * x[1] - x[2] - x[3]), -(4 - 3 * x[0] - x[1] - 2 * x[2] + x[3]), -(x[1] + 4 * x[2] - 1.5)
            };
        }

        public static double[] start() {
            return new double[] {0.5, 0.5, 0.5, 0.5};
        }

        public static double[] lower() {
            return new double[] {0, 0, 0, 0};
        }

        static double[] minima() {
            return new double[] {-4.681818182};
        }
    }

    static final class Hs77 {
        private Hs77() {}

        public static double objective(double[] x) {
            return square(x[0] - 1)
                    + square(x[0] - x[1])
                    + square(x[2] - 1)
                    + Math.pow(x[3] - 1, 4)
                    + Math.pow(x[4] - 1, 6);
        }

        public static double[] equalities(double[] x) {
            return new double[] {
                x[0] * x[0] * x[3] + Math.sin(x[3] - x[4]) - 2 * Math.sqrt(2),
                x[1] + Math.pow(x[2], 4) * x[3] * x[3] - 8 - Math.sqrt(2)
            };
        }

        public static double[] start() {
            return new double[] {2, 2, 2, 2, 2};
        }

        static double[] minima() {
            return new double[] {0.2415051288};
        }
    }

    static final class Hs78 {
        private Hs78() {}

        public static double objective(double[] x) {
            return x[0] * x[1] * x[2] * x[3] * x[4];
        }

        public static double[] equalities(double[] x) {
            return new double[] {
                x[0] * x[0] + x[1] * x[1] + x[2] * x[2] + x[3] * x[3] + x[4] * x[4] - 10,
                x[1] * x[2] - 5 * x[3] * x[4],
                Math.pow(x[0], 3) + Math.pow(x[1], 3) + 1
            };
        }

        public static double[] start() {
            return new double[] {-2, 1.5, 2, -1, -1};
        }

        static double[] minima() {
            return new double[] {-2.919700415};
        }
    }

    static final class Hs79 {
        private Hs79() {}

        public static double objective(double[] x) {
            return square(x[0] - 1)
                    + square(x[0] - x[1])
                    + square(x[1] - x[2])
                    + Math.pow(x[2] - x[3], 4)
                    + Math.pow(x[3] - x[4], 4);
        }

        public static double[] equalities(double[] x) {
            return new double[] {
                x[0] + x[1] * x[1] + Math.pow(x[2], 3) - 2 - 3 * Math.sqrt(2),
                x[1] - x[2] * x[2] + x[3] + 2 - 2 * Math.sqrt(2),
                x[0] * x[4] - 2
            };
        }

        public static double[] start() {
            return new double[] {2, 2, 2, 2, 2};
        }

        static double[] minima() {
            return new double[] {0.0787768209};
        }
    }

    static final class Hs80 {
        private Hs80() {}

        public static double objective(double[] x) {
            return Math.exp(x[0] * x[1] * x[2] * x[3] * x[4]);
        }

        public static double[] equalities(double[] x) {
            return new double[] {
                x[0] * x[0] + x[1] * x[1] + x[2] * x[2] + x[3] * x[3] + x[4] * x[4] - 10,
                x[1] * x[2] - 5 * x[3] * x[4],
                Math.pow(x[0], 3) + Math.pow(x[1], 3) + 1
            };
        }

        public static double[] start() {
            return new double[] {-2, 2, 2, -1, -1};
        }

        public static double[] lower() {
            return new double[] {-2.3, -2.3, -3.2, -3.2, -3.2};
        }

        public static double[] upper() {
            return new double[] {2.3, 2.3, 3.2, 3.2, 3.2};
        }

        static double[] minima() {
            return new double[] {0.0539498478};
        }
    }

    static final class Hs100 {
        private Hs100() {}

        public static double objective(double[] x) {
            return square(x[0] - 10)
                    + 5 * square(x[1] - 12)
                    + Math.pow(x[2], 4)
                    + 3 * square(x[3] - 11)
                    + 10 * Math.pow(x[4], 6)
                    + 7 * x[5] * x[5]
                    + Math.pow(x[6], 4)
                    - 4 * x[5] * x[6]
                    - 10 * x[5]
                    - 8 * x[6];
        }

        public static double[] inequalities(double[] x) {
            return new double[] {
                -(127 - 2 * x[0] * x[0] - 3 * Math.pow(x[1], 4) - x[2] - 4 * x[3] * x[3] - 5 * x[4]),
                -(282 - 7 * x[0] - 3 * x[1] - 10 * x[2] * x[2] - x[3] + x[4]),
                -(196 - 23 * x[0] - x[1] * x[1] - 6 * x[5] * x[5] + 8 * x[6]),
                -(-4 * x[0] * x[0] - x[1] * x[1] + 3 * x[0] * x[1] - 2 * x[2] * x[2] - 5 * x[5] + 11 * x[6])
            };
        }

        public static double[] start() {
            return new double[] {1, 2, 0, 4, 0, 1, 1};
        }

        static double[] minima() {
            return new double[] {680.6300573};
        }
    }

    static final class Hs113 {
        private Hs113() {}

        public static double objective(double[] x) {
            return x[0] * x[0]
                    + x[1] * x[1]
                    + x[0] * x[1]
                    - 14 * x[0]
                    - 16 * x[1]
                    + square(x[2] - 10)
                    + 4 * square(x[3] - 5)
                    + square(x[4] - 3)
                    + 2 * square(x[5] - 1)
                    + 5 * x[6] * x[6]
                    + 7 * square(x[7] - 11)
                    + 2 * square(x[8] - 10)
                    + square(x[9] - 7)
                    + 45;
        }

        public static double[] inequalities(double[] x) {
            return new double[] {
                -(105 - 4 * x[0] - 5 * x[1] + 3 * x[6] - 9 * x[7]),
                -(-10 * x[0] + 8 * x[1] + 17 * x[6] - 2 * x[7]),
                -(8 * x[0] - 2 * x[1] - 5 * x[8] + 2 * x[9] + 12),
                -(-3 * square(x[0] - 2) - 4 * square(x[1] - 3) - 2 * x[2] * x[2] + 7 * x[3] + 120),
                -(-5 * x[0] * x[0] - 8 * x[1] - square(x[2] - 6) + 2 * x[3] + 40),
                -(-0.5 * square(x[0] - 8) - 2 * square(x[1] - 4) - 3 * x[4] * x[4] + x[5] + 30),
                -(-x[0] * x[0] - 2 * square(x[1] - 2) + 2 * x[0] * x[1] - 14 * x[4] + 6 * x[5]),
                -(3 * x[0] - 6 * x[1] - 12 * square(x[8] - 8) + 7 * x[9])
            };
        }

        public static double[] start() {
            return new double[] {2, 3, 5, 5, 1, 2, 7, 3, 6, 10};
        }

        static double[] minima() {
            return new double[] {24.3062091};
        }
    }
}
