package org.gradus.optim.curvature;

import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;

/**
 * How much the activations of a network change in training, by its width (Yang et al., Tensor Programs V, 2022, appendix D): where a
 * parameterization is right, the lines are flat.
 *
 * @param widths as given
 * @param changes for each width the root mean square of the change of each activation, averaged over seeds
 */
@SuppressWarnings("ArrayRecordComponent")
public record CoordinateCheck(int[] widths, double[][] changes) {

    /**
     * Activations before and after training.
     *
     * @param before of layers, in any order
     * @param after the same, with the same inputs
     */
    public record Activations(List<Tensor> before, List<Tensor> after) {
        /** Copies the lists. */
        public Activations {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /** A training of some steps. */
    @FunctionalInterface
    public interface Experiment {
        /**
         * Trains a network.
         *
         * @param width its width
         * @param key of its chance
         * @return its activations
         */
        Activations run(int width, Key key);
    }

    /**
     * Trains networks.
     *
     * @param experiment one training
     * @param widths two or more
     * @param keys one or more; each is used with every width
     * @return the changes
     */
    public static CoordinateCheck of(Experiment experiment, int[] widths, List<Key> keys) {
        if (widths.length < 2 || keys.isEmpty()) {
            throw new ArgumentException(
                    "coordinate check: " + widths.length + " widths and " + keys.size() + " keys",
                    "give two widths or more and a key");
        }
        double[][] changes = new double[widths.length][];
        for (int i = 0; i < widths.length; i++) {
            for (Key key : keys) {
                Activations both = experiment.run(widths[i], key);
                int layers = both.before().size();
                changes[i] = changes[i] == null ? new double[layers] : changes[i];
                for (int layer = 0; layer < layers; layer++) {
                    Tensor moved = both.after().get(layer).minus(both.before().get(layer));
                    changes[i][layer] += Math.sqrt(moved.square().mean().item()) / keys.size();
                }
            }
        }
        return new CoordinateCheck(widths.clone(), changes);
    }

    /**
     * The slopes of the lines of least squares through log change over log width.
     *
     * @return one an activation; 0 for changes that do not depend on width
     */
    public double[] slopes() {
        int n = widths.length;
        double[] slopes = new double[changes[0].length];
        double mean = 0;
        for (int width : widths) {
            mean += Math.log(width) / n;
        }
        double square = 0;
        for (int i = 0; i < n; i++) {
            double away = Math.log(widths[i]) - mean;
            square += away * away;
            for (int layer = 0; layer < slopes.length; layer++) {
                slopes[layer] += away * Math.log(changes[i][layer]);
            }
        }
        for (int layer = 0; layer < slopes.length; layer++) {
            slopes[layer] /= square;
        }
        return slopes;
    }
}
