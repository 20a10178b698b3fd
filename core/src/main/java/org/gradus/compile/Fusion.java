package org.gradus.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import org.gradus.array.Shape;
import org.gradus.program.Constant;
import org.gradus.program.Elementwise;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Program;
import org.gradus.program.Reduction;
import org.gradus.program.Structural;
import org.gradus.program.Variable;

/**
 * Groups equations into regions. Every equation begins as a group of its own and joins the groups whose results it reads,
 * where their shapes go together and nothing outside would have to run in the midst of the joint group.
 */
final class Fusion {
    /** A region with more equations than that would no longer keep its values in the nearest cache. */
    private static final int LARGEST = 96;

    private final Map<Variable, Group> owner = new IdentityHashMap<>();
    private final Set<Group> groups = new LinkedHashSet<>();

    /** Equations on their way to a stage. */
    private static final class Group {
        final List<Integer> members = new ArrayList<>();
        final Set<Group> reads = Collections.newSetFromMap(new IdentityHashMap<>());
        final Set<Group> readers = Collections.newSetFromMap(new IdentityHashMap<>());
        /** Whether it is done as straight-line code on numbers. */
        boolean small;
        /** Full shape, or null for what does not join others. */
        Shape shape;
        /** Leading axes of row values, −1 while there are none. */
        int rowAxes = -1;

        boolean isRow(Shape other) {
            return rowAxes >= 0 && other.equals(shape.slice(0, rowAxes));
        }

        int first() {
            return members.getFirst();
        }

        int last() {
            return members.getLast();
        }
    }

    private final Program program;

    private final int[] levels;
    private final int[] small;

    private Fusion(Program program, SmallParts.Levels levels) {
        this.program = program;
        this.levels = levels.all();
        this.small = levels.small();
    }

    /** Regions and single operations. */
    static Plan plan(Program program) {
        return new Fusion(program, SmallParts.none(program)).run();
    }

    /** The same, and straight-line code for what works on a few elements. */
    static Plan planWithSmallParts(Program program) {
        return new Fusion(program, SmallParts.levels(program)).run();
    }

    private Plan run() {
        List<Equation> equations = program.equations();
        Map<Integer, Group> pieces = new HashMap<>();
        for (int i = 0; i < equations.size(); i++) {
            Equation equation = equations.get(i);
            if (small[i] >= 0) {
                add(i, equation, pieces.computeIfAbsent(small[i], _ -> new Group()));
                continue;
            }
            Group group = group(i, equation);
            for (Operand operand : equation.inputs()) {
                Group producer = operand instanceof Variable v ? owner.get(v) : null;
                if (producer != null && producer != group && joins(equation, (Variable) operand, producer, group)) {
                    group = merge(producer, group);
                }
            }
        }
        return new Plan(program, stages());
    }

    private Group group(int index, Equation equation) {
        Group group = new Group();
        group.members.add(index);
        switch (equation.op()) {
            // The mark of a stopped gradient is no work of its own: passes remove it.
            case Elementwise.Unary(var f) when f == Elementwise.UnaryFunction.STOP_GRADIENT -> {}
            case Elementwise _ -> group.shape = equation.output().type().shape();
            case Structural.Broadcast(Shape shape, var _) -> group.shape = shape;
            case Reduction.Reduce(var _, var axes)
            when !axes.isEmpty() -> {
                Shape shape = equation.inputs().getFirst().type().shape();
                if (axes.equals(shape.axes("reduce").subList(shape.rank() - axes.size(), shape.rank()))) {
                    group.shape = shape;
                    group.rowAxes = shape.rank() - axes.size();
                }
            }
            case Reduction.LogSoftmax(int axis)
            when axis == equation.output().type().shape().rank() - 1 -> {
                group.shape = equation.output().type().shape();
                group.rowAxes = axis;
            }
            default -> {}
        }
        boolean empty = group.shape != null && group.shape.size() == 0;
        boolean hasLongRow = group.rowAxes >= 0 && rowLength(group) > Region.LONGEST_ROW;
        if (empty || (hasLongRow && !isSum(equation))) {
            group.shape = null;
        }
        addTo(group, equation);
        return group;
    }

    /** Adds an equation to a piece of straight-line code. */
    private void add(int index, Equation equation, Group piece) {
        piece.small = true;
        piece.members.add(index);
        addTo(piece, equation);
    }

    private void addTo(Group group, Equation equation) {
        groups.add(group);
        equation.outputs().forEach(v -> owner.put(v, group));
        for (Operand operand : equation.inputs()) {
            Group producer = operand instanceof Variable v ? owner.get(v) : null;
            if (producer != null && producer != group) {
                group.reads.add(producer);
                producer.readers.add(group);
            }
        }
    }

    private static boolean isSum(Equation equation) {
        return equation.op() instanceof Reduction.Reduce(var function, var _)
                && function == Reduction.ReduceFunction.SUM
                && equation.output().type().dtype().isFloat();
    }

    private static int rowLength(Group group) {
        return group.shape.size(group.rowAxes, group.shape.rank());
    }

    private boolean joins(Equation equation, Variable operand, Group producer, Group group) {
        return producer.shape != null
                && group.shape != null
                && levels[producer.first()] == levels[group.first()]
                && producer.members.size() + group.members.size() <= LARGEST
                && fits(equation, operand, producer, group)
                && isConsistent(producer, group)
                && !passesOutside(producer, group)
                && !passesOutside(group, producer);
    }

    private static boolean fits(Equation equation, Variable operand, Group producer, Group group) {
        Shape given = operand.type().shape();
        boolean longRows = producer.rowAxes >= 0 && rowLength(producer) > Region.LONGEST_ROW;
        if (longRows && !given.equals(producer.shape)) {
            return false;
        }
        boolean sameRows = producer.rowAxes < 0 || group.rowAxes < 0 || producer.rowAxes == group.rowAxes;
        return switch (equation.op()) {
            case Structural.Broadcast(Shape shape, var axes) ->
                producer.isRow(given)
                        && shape.equals(producer.shape)
                        && axes.equals(shape.axes("broadcast").subList(0, producer.rowAxes))
                        && sameRows;
            case Elementwise _ when given.equals(producer.shape) && producer.shape.equals(group.shape) -> sameRows;
            // Row values join as they are; a group that reduces them further has rows of its own.
            case Elementwise _ when group.shape.equals(given) -> producer.isRow(given) && group.rowAxes < 0;
            case Elementwise _ -> producer.isRow(given) && sameRows && group.shape.equals(producer.shape);
            default -> given.equals(producer.shape) && producer.shape.equals(group.shape) && sameRows;
        };
    }

    /**
     * Whether every value that one equation of the joint group makes for another is used as a region can: full values and row
     * values element by element, full values in reductions of their rows, row values repeated along their rows.
     */
    private boolean isConsistent(Group into, Group other) {
        Shape shape = into.shape;
        int rowAxes = into.rowAxes >= 0 ? into.rowAxes : other.shape.equals(shape) ? other.rowAxes : -1;
        boolean longRows = rowAxes >= 0 && shape.size(rowAxes, shape.rank()) > Region.LONGEST_ROW;
        return Stream.of(into, other)
                .flatMap(group -> group.members.stream())
                .map(program.equations()::get)
                .allMatch(equation -> equation.inputs().stream()
                        .filter(operand ->
                                operand instanceof Variable v && (owner.get(v) == into || owner.get(v) == other))
                        .allMatch(operand -> isUsable(equation, operand.type().shape(), shape, rowAxes, longRows)));
    }

    private static boolean isUsable(Equation equation, Shape given, Shape shape, int rowAxes, boolean longRows) {
        boolean full = given.equals(shape);
        boolean row = !full && !longRows && rowAxes >= 0 && given.equals(shape.slice(0, rowAxes));
        return switch (equation.op()) {
            case Elementwise _ -> full || row;
            case Structural.Broadcast(Shape spread, var axes) ->
                row
                        && spread.equals(shape)
                        && axes.equals(shape.axes("broadcast").subList(0, rowAxes));
            case Reduction.Reduce(var _, var axes) -> full && axes.size() == shape.rank() - rowAxes;
            default -> full;
        };
    }

    /** Whether something outside both reads the first, directly or not, and is read by the second. */
    private static boolean passesOutside(Group from, Group to) {
        Set<Group> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Group> open = new ArrayList<>();
        for (Group next : to.reads) {
            if (next != from && next != to && seen.add(next)) {
                open.add(next);
            }
        }
        while (!open.isEmpty()) {
            Group group = open.removeLast();
            if (group.last() < from.first()) {
                continue;
            }
            for (Group next : group.reads) {
                if (next == from) {
                    return true;
                }
                if (next != to && seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return false;
    }

    private Group merge(Group into, Group other) {
        into.rowAxes = into.rowAxes >= 0 ? into.rowAxes : other.rowAxes;
        into.members.addAll(other.members);
        Collections.sort(into.members);
        other.members.forEach(i -> program.equations().get(i).outputs().forEach(v -> owner.put(v, into)));
        for (Group read : other.reads) {
            read.readers.remove(other);
            if (read != into) {
                into.reads.add(read);
                read.readers.add(into);
            }
        }
        for (Group reader : other.readers) {
            reader.reads.remove(other);
            if (reader != into) {
                reader.reads.add(into);
                into.readers.add(reader);
            }
        }
        into.reads.remove(other);
        into.readers.remove(other);
        groups.remove(other);
        return into;
    }

    /** The groups in an order in which each comes after those that it reads, as near to the program's as can be. */
    private List<Stage> stages() {
        Map<Group, Integer> missing = new IdentityHashMap<>();
        PriorityQueue<Group> ready = new PriorityQueue<>((a, b) -> Integer.compare(a.first(), b.first()));
        for (Group group : groups) {
            missing.put(group, group.reads.size());
            if (group.reads.isEmpty()) {
                ready.add(group);
            }
        }
        List<Stage> stages = new ArrayList<>();
        Map<Variable, Integer> uses = uses();
        while (!ready.isEmpty()) {
            Group group = ready.remove();
            List<Equation> equations =
                    group.members.stream().map(program.equations()::get).toList();
            if (group.small) {
                Region region = region(group, equations, uses);
                List<Operand> read = region.inputs().stream()
                        .filter(o -> o instanceof Variable)
                        .toList();
                stages.add(new Stage.Small(equations, read, region.outputs()));
            } else if (equations.size() > 1) {
                stages.add(region(group, equations, uses));
            } else {
                stages.add(new Stage.Single(equations.getFirst()));
            }
            for (Group reader : group.readers) {
                if (missing.merge(reader, -1, Integer::sum) == 0) {
                    ready.add(reader);
                }
            }
        }
        return stages;
    }

    private Map<Variable, Integer> uses() {
        Map<Variable, Integer> uses = new HashMap<>();
        for (Equation equation : program.equations()) {
            count(equation.inputs(), uses);
        }
        count(program.outputs(), uses);
        return uses;
    }

    private static void count(List<Operand> operands, Map<Variable, Integer> uses) {
        for (Operand operand : operands) {
            if (operand instanceof Variable v) {
                uses.merge(v, 1, Integer::sum);
            }
        }
    }

    private static Region region(Group group, List<Equation> equations, Map<Variable, Integer> uses) {
        Set<Variable> defined = new LinkedHashSet<>();
        Set<Operand> inputs = new LinkedHashSet<>();
        Map<Variable, Integer> inside = new HashMap<>();
        for (Equation equation : equations) {
            for (Operand operand : equation.inputs()) {
                if (operand instanceof Constant || !defined.contains(operand)) {
                    inputs.add(operand);
                }
            }
            count(equation.inputs(), inside);
            defined.addAll(equation.outputs());
        }
        List<Variable> outputs = defined.stream()
                .filter(v -> uses.getOrDefault(v, 0) > inside.getOrDefault(v, 0))
                .toList();
        Shape shape = group.small ? Shape.SCALAR : group.shape;
        int rowAxes = group.rowAxes < 0 ? shape.rank() : group.rowAxes;
        return new Region(shape, rowAxes, equations, List.copyOf(inputs), outputs);
    }
}
