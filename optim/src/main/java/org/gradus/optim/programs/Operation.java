package org.gradus.optim.programs;

import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** What a statement of an {@link UpdateProgram} computes of arrays x and y and a number c, entry by entry. */
public enum Operation {
    /** x + y. */
    ADD(2, false, true) {
        @Override
        double of(double x, double y, double c) {
            return x + y;
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.plus(y);
        }
    },
    /** x − y. */
    SUBTRACT(2, false, false) {
        @Override
        double of(double x, double y, double c) {
            return x - y;
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.minus(y);
        }
    },
    /** x·y. */
    MULTIPLY(2, false, true) {
        @Override
        double of(double x, double y, double c) {
            return x * y;
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.times(y);
        }
    },
    /** x/y. */
    DIVIDE(2, false, false) {
        @Override
        double of(double x, double y, double c) {
            return x / y;
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.div(y);
        }
    },
    /** max(x, y). */
    MAXIMUM(2, false, true) {
        @Override
        double of(double x, double y, double c) {
            return Math.max(x, y);
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return Tensors.maximum(x, y);
        }
    },
    /** min(x, y). */
    MINIMUM(2, false, true) {
        @Override
        double of(double x, double y, double c) {
            return Math.min(x, y);
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return Tensors.minimum(x, y);
        }
    },
    /** (1 − c)·x + c·y. */
    INTERPOLATE(2, true, false) {
        @Override
        double of(double x, double y, double c) {
            return (1 - c) * x + c * y;
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.times(1 - c).plus(y.times(c));
        }
    },
    /** c·x. */
    SCALE(1, true, false) {
        @Override
        double of(double x, double y, double c) {
            return c * x;
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.times(c);
        }
    },
    /** x + c. */
    SHIFT(1, true, false) {
        @Override
        double of(double x, double y, double c) {
            return x + c;
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.plus(c);
        }
    },
    /** x within ±|c|. */
    CLIP(1, true, false) {
        @Override
        double of(double x, double y, double c) {
            double bound = Math.abs(c);
            return Math.max(-bound, Math.min(bound, x));
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.clamp(-Math.abs(c), Math.abs(c));
        }
    },
    /** −x. */
    NEGATE(1, false, false) {
        @Override
        double of(double x, double y, double c) {
            return -x;
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.unaryMinus();
        }
    },
    /** sign(x). */
    SIGN(1, false, false) {
        @Override
        double of(double x, double y, double c) {
            return Math.signum(x);
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.sign();
        }
    },
    /** |x|. */
    ABS(1, false, false) {
        @Override
        double of(double x, double y, double c) {
            return Math.abs(x);
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.abs();
        }
    },
    /** x². */
    SQUARE(1, false, false) {
        @Override
        double of(double x, double y, double c) {
            return x * x;
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.square();
        }
    },
    /** √|x|. */
    ROOT(1, false, false) {
        @Override
        double of(double x, double y, double c) {
            return Math.sqrt(Math.abs(x));
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.abs().sqrt();
        }
    },
    /** exp(x). */
    EXP(1, false, false) {
        @Override
        double of(double x, double y, double c) {
            return Math.exp(x);
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.exp();
        }
    },
    /** log|x|. */
    LOG(1, false, false) {
        @Override
        double of(double x, double y, double c) {
            return Math.log(Math.abs(x));
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.abs().log();
        }
    },
    /** sin(x). */
    SIN(1, false, false) {
        @Override
        double of(double x, double y, double c) {
            return Math.sin(x);
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.sin();
        }
    },
    /** tanh(x). */
    TANH(1, false, false) {
        @Override
        double of(double x, double y, double c) {
            return Math.tanh(x);
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.tanh();
        }
    },
    /** arcsin of x within ±1. */
    ARCSIN(1, false, false) {
        @Override
        double of(double x, double y, double c) {
            return Math.asin(Math.max(-1, Math.min(1, x)));
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return x.clamp(-1.0, 1.0).asin();
        }
    },
    /** ‖x‖₂ over the leaf, in every entry. */
    NORM(1, false, false) {
        @Override
        double of(double x, double y, double c) {
            return Math.abs(x);
        }

        @Override
        Tensor of(Tensor x, Tensor y, double c) {
            return Tensors.zerosLike(x).plus(x.square().sum().sqrt());
        }

        @Override
        void run(double[] x, double[] y, double c, double[] out) {
            double sum = 0;
            for (double v : x) {
                sum += v * v;
            }
            java.util.Arrays.fill(out, Math.sqrt(sum));
        }
    };

    private final int arity;
    private final boolean constant;
    private final boolean commutative;

    Operation(int arity, boolean constant, boolean commutative) {
        this.arity = arity;
        this.constant = constant;
        this.commutative = commutative;
    }

    /**
     * The number of arrays.
     *
     * @return 1 or 2
     */
    public int arity() {
        return arity;
    }

    /**
     * Whether there is a number c.
     *
     * @return whether there is
     */
    public boolean hasConstant() {
        return constant;
    }

    /**
     * Whether x and y may change places.
     *
     * @return whether they may
     */
    public boolean isCommutative() {
        return commutative;
    }

    abstract double of(double x, double y, double c);

    abstract Tensor of(Tensor x, Tensor y, double c);

    void run(double[] x, double[] y, double c, double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = of(x[i], y[i], c);
        }
    }
}
