package org.gradus.optim.programs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.gradus.error.ArgumentException;
import org.gradus.optim.programs.UpdateProgram.Statement;

/**
 * Regularized evolution of rules of update (Real et al. 2019; Chen et al. 2023): a child is a mutated copy of the best of a
 * few random members, and takes the place of the oldest. Programs of equal dataflow are evaluated once; those whose update
 * does not depend on the gradient, never.
 *
 * @param population members, two or more; 64 here, 1000 in the paper
 * @param tournament of how many members the best is copied; 8 here, 25 in the paper
 * @param children made in all
 */
public record ProgramSearch(int population, int tournament, int children) {
    private static final int LONGEST = 20;

    /**
     * A program with its fitness.
     *
     * @param program the program
     * @param fitness lower is better; ∞ for what does not work
     */
    public record Candidate(UpdateProgram program, double fitness) {}

    /**
     * What a search found.
     *
     * @param best the best program of all
     * @param trace the best fitness after each child
     * @param hits children that had been evaluated before
     * @param top the best programs, different in dataflow, the best first
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Result(Candidate best, double[] trace, int hits, List<Candidate> top) {
        /** Copies the list. */
        public Result {
            top = List.copyOf(top);
        }
    }

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public ProgramSearch {
        if (population < 2 || tournament < 1 || tournament > population || children < 0) {
            throw new ArgumentException(
                    "ProgramSearch: a population of " + population + ", tournaments of " + tournament + ", " + children
                            + " children make no search",
                    "use for example 64, 8 and 2000");
        }
    }

    /**
     * Searches.
     *
     * @param seed the program to begin with
     * @param fitness lower is better; what is not a number counts as ∞
     * @param chance the seed of all chance
     * @return what was found
     */
    public Result run(UpdateProgram seed, ToDoubleFunction<UpdateProgram> fitness, long chance) {
        SplittableRandom random = new SplittableRandom(chance);
        Map<String, Candidate> known = new HashMap<>();
        Candidate first = evaluated(seed, fitness, known);
        Deque<Candidate> members = new ArrayDeque<>();
        for (int i = 0; i < population; i++) {
            members.add(first);
        }
        Candidate best = first;
        double[] trace = new double[children];
        int hits = 0;
        for (int c = 0; c < children; c++) {
            List<Candidate> now = new ArrayList<>(members);
            Candidate parent = now.get(random.nextInt(now.size()));
            for (int k = 1; k < tournament; k++) {
                Candidate other = now.get(random.nextInt(now.size()));
                parent = other.fitness() < parent.fitness() ? other : parent;
            }
            UpdateProgram child = mutated(parent.program(), random);
            hits += known.containsKey(child.canonical()) ? 1 : 0;
            Candidate candidate = evaluated(child, fitness, known);
            // The cache holds another program of the same effect; the child keeps its own text.
            members.add(new Candidate(child, candidate.fitness()));
            members.removeFirst();
            best = candidate.fitness() < best.fitness() ? candidate : best;
            trace[c] = best.fitness();
        }
        List<Candidate> top = known.values().stream()
                .sorted(Comparator.comparingDouble(Candidate::fitness)
                        .thenComparing(candidate -> candidate.program().canonical()))
                .limit(tournament)
                .toList();
        return new Result(best, trace, hits, top);
    }

    private static Candidate evaluated(
            UpdateProgram program, ToDoubleFunction<UpdateProgram> fitness, Map<String, Candidate> known) {
        return known.computeIfAbsent(program.canonical(), _ -> {
            double value = program.usesGradient() ? fitness.applyAsDouble(program.pruned()) : Double.POSITIVE_INFINITY;
            return new Candidate(program, Double.isNaN(value) ? Double.POSITIVE_INFINITY : value);
        });
    }

    /** One change: a statement put in or taken out, or a part of one made anew. */
    private static UpdateProgram mutated(UpdateProgram program, SplittableRandom random) {
        List<Statement> statements = new ArrayList<>(program.statements());
        int kind = random.nextInt(3);
        if (statements.isEmpty() || (kind == 0 && statements.size() < LONGEST)) {
            statements.add(random.nextInt(statements.size() + 1), anew(random));
        } else if (kind == 1 && statements.size() > 1) {
            statements.remove(random.nextInt(statements.size()));
        } else {
            int at = random.nextInt(statements.size());
            statements.set(at, changed(statements.get(at), random));
        }
        return new UpdateProgram(statements);
    }

    private static Statement anew(SplittableRandom random) {
        Operation operation = Operation.values()[random.nextInt(Operation.values().length)];
        int x = random.nextInt(UpdateProgram.REGISTERS);
        return statement(target(random), operation, x, random.nextInt(UpdateProgram.REGISTERS), number(random));
    }

    private static int target(SplittableRandom random) {
        return random.nextInt(UpdateProgram.FIRST, UpdateProgram.REGISTERS);
    }

    private static double number(SplittableRandom random) {
        double[] usual = {0.01, 0.1, 0.5, 0.9, 0.95, 0.99, 1, 2};
        return usual[random.nextInt(usual.length)];
    }

    private static Statement statement(int target, Operation operation, int x, int y, double c) {
        return new Statement(target, operation, x, operation.arity() == 2 ? y : x, operation.hasConstant() ? c : 0);
    }

    private static Statement changed(Statement s, SplittableRandom random) {
        int register = random.nextInt(UpdateProgram.REGISTERS);
        return switch (random.nextInt(s.operation().hasConstant() ? 5 : 4)) {
            case 0 -> statement(target(random), s.operation(), s.x(), s.y(), s.constant());
            case 1 -> statement(s.target(), s.operation(), register, s.y(), s.constant());
            case 2 -> statement(s.target(), s.operation(), s.x(), register, s.constant());
            case 3 -> {
                Statement other = anew(random);
                yield statement(s.target(), other.operation(), s.x(), s.y(), other.constant());
            }
            default ->
                statement(s.target(), s.operation(), s.x(), s.y(), s.constant() * Math.pow(2, random.nextGaussian()));
        };
    }

    /**
     * A shorter program that is nearly as good: statements are left out one after the other while the fitness rises by no
     * more than a tolerance.
     *
     * @param program the program
     * @param fitness lower is better
     * @param tolerance the largest rise for each statement
     * @return the program that is left
     */
    public static UpdateProgram simplified(
            UpdateProgram program, ToDoubleFunction<UpdateProgram> fitness, double tolerance) {
        UpdateProgram left = program.pruned();
        double value = fitness.applyAsDouble(left);
        boolean again = true;
        while (again) {
            again = false;
            for (int i = 0; i < left.statements().size(); i++) {
                List<Statement> fewer = new ArrayList<>(left.statements());
                fewer.remove(i);
                UpdateProgram shorter = new UpdateProgram(fewer).pruned();
                double without = shorter.usesGradient() ? fitness.applyAsDouble(shorter) : Double.NaN;
                if (without <= value + tolerance) {
                    left = shorter;
                    value = Math.min(value, without);
                    again = true;
                    break;
                }
            }
        }
        return left;
    }

    /**
     * Candidates in the order of another, larger task: the funnel that keeps a search from fitting its proxy.
     *
     * @param candidates the best of a search
     * @param fitness on the larger task, lower is better
     * @return the candidates with that fitness, the best first
     */
    public static List<Candidate> reranked(List<Candidate> candidates, ToDoubleFunction<UpdateProgram> fitness) {
        return candidates.stream()
                .map(c -> new Candidate(c.program(), fitness.applyAsDouble(c.program())))
                .sorted(Comparator.comparingDouble(c -> Double.isNaN(c.fitness()) ? Double.MAX_VALUE : c.fitness()))
                .toList();
    }
}
