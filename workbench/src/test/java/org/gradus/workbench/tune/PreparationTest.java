package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.error.ArgumentException;
import org.gradus.workbench.data.TableException;
import org.gradus.workbench.data.TableReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PreparationTest {
    private static final String TEN = rows("%d,%d.5,%s", "a", "b");

    /** A wrong use: the table, the target, the model asked for, what is said. FILE stands for the path. */
    record Wrong(String table, String target, Model model, String message) {
        @Override
        public String toString() {
            return message.lines().findFirst().orElse("");
        }
    }

    static final List<Wrong> WRONG = List.of(
            new Wrong("x,y\n" + rows("%d,%d", "", ""), "z", null, """
                    tune: no column 'z'
                      where: FILE
                      to do: name one of the columns: 'x', 'y'"""),
            new Wrong("x,y\n1,a\n2,\n3,b\n4,\n", "y", null, """
                    tune: the target 'y' has no value in 2 of 4 rows
                      where: FILE, column 'y', row 2
                      to do: remove the rows without a target, or fill it in"""),
            new Wrong("x,y\n1,a\n2,a\n3,a\n", "y", null, """
                    tune: the target 'y' is 'a' in all 3 rows
                      where: FILE, column 'y'
                      to do: choose a target that varies: there is nothing to learn from one class"""),
            new Wrong("x,y\n1,2\n2,inf\n3,1\n", "y", null, """
                    tune: the target 'y' is infinite
                      where: FILE, column 'y', row 2
                      to do: correct the value, or remove the row"""),
            new Wrong("y\n1.5\n2\n3\n", "y", null, """
                    tune: the table has no column but the target 'y'
                      where: FILE
                      to do: add the columns to predict it from"""),
            new Wrong("x,y\n" + rows(",%3$s", "a", "b"), "y", null, """
                    tune: no column can be used as a feature; 'x': no value in the training rows
                      where: FILE, column 'x'
                      to do: add a column of numbers, of dates, or of texts that occur often"""),
            new Wrong("name,y\n" + manyNames(), "y", null, """
                    tune: no column can be used as a feature; 'name': text that looks like a name or free text: 36 different \
                    values in 36 training rows
                      where: FILE, column 'name'
                      to do: add a column of numbers, of dates, or of texts that occur often"""),
            new Wrong("x,z,y\n1,1,a\n2,-inf,b\n", "y", null, """
                    tune: the feature 'z' is infinite
                      where: FILE, column 'z', row 2
                      to do: correct the value, or remove the row"""),
            new Wrong("x,z,y\n" + TEN, "y", Model.RIDGE, """
                    tune: --model ridge predicts a number, but the target 'y' holds text: 'a', 'b'
                      where: FILE, column 'y'
                      to do: use --model logistic, or leave --model out"""),
            new Wrong("x,y\n1,a\n2,b\n3,c\n", "y", Model.LOGISTIC, """
                    tune: --model logistic separates 2 classes, but the target 'y' has 3: 'a', 'b', 'c'
                      where: FILE, column 'y'
                      to do: use --model softmax, or leave --model out"""),
            new Wrong(
                    "x,z,y\n"
                            + IntStream.range(0, 30)
                                    .mapToObj(i -> i + ",1," + i + ".5\n")
                                    .reduce("", String::concat),
                    "y",
                    Model.LOGISTIC,
                    """
                    tune: --model logistic separates 2 classes, but the target 'y' has 30 different numbers
                      where: FILE, column 'y'
                      to do: use --model ridge, or leave --model out"""),
            new Wrong(
                    "x,z,y\n"
                            + IntStream.range(0, 30)
                                    .mapToObj(i -> i + ",1," + i + ".5\n")
                                    .reduce("", String::concat),
                    "y",
                    Model.SOFTMAX,
                    """
                    tune: --model softmax predicts classes, but the target 'y' has 30 different numbers
                      where: FILE, column 'y'
                      to do: use --model ridge, or leave --model out"""),
            new Wrong("x,y\n1,a\n2,b\n3,a\n4,b\n5,a\n", "y", null, """
                    tune: class 'b' has 2 rows, but training, validation and test need one each
                      where: FILE, column 'y'
                      to do: add rows of these classes, join them with others, or remove them"""),
            new Wrong("x,y\n1,0.5\n2,1.5\n3,2.5\n4,2\n", "y", null, """
                    tune: 4 rows do not split into 60/20/20 with at least 2 rows in each part
                      where: FILE
                      to do: give more rows, or a more even --split"""),
            new Wrong("x,z,y\n" + rows("1,2,%3$s", "a", "b"), "y", null, """
                    tune: every feature is constant in the training rows: 'x', 'z'
                      where: FILE
                      to do: add a feature that varies, or try another --seed"""));

    @TempDir
    Path folder;

    @ParameterizedTest
    @FieldSource("WRONG")
    void saysWhatIsWrongWithATable(Wrong wrong) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), wrong.table);
        assertThatThrownBy(() -> Preparation.prepare(
                        TableReader.read(file), Fixtures.options(file, wrong.target, wrong.model, null)))
                .isInstanceOf(TableException.class)
                .hasMessage(wrong.message.replace("FILE", file.toString()));
    }

    /** A target, the model that is chosen, and why. */
    record Choice(List<String> target, Model model, String reason) {}

    static final List<Choice> CHOICES = List.of(
            new Choice(
                    List.of("no", "yes"),
                    Model.LOGISTIC,
                    "logistic, because the target 'y' has 2 classes: 'no', 'yes'"),
            new Choice(
                    List.of("c", "b", "a"),
                    Model.SOFTMAX,
                    "softmax, because the target 'y' has 3 classes: 'a', 'b', 'c'"),
            new Choice(
                    List.of("0", "1"),
                    Model.LOGISTIC,
                    "logistic, because the target 'y' has 2 different whole numbers, taken as classes (to predict the"
                            + " number itself: --model ridge)"),
            new Choice(
                    List.of("10", "20", "30"),
                    Model.SOFTMAX,
                    "softmax, because the target 'y' has 3 different whole numbers, taken as classes (to predict the"
                            + " number itself: --model ridge)"),
            new Choice(
                    List.of("0.5", "1.5", "3"), Model.RIDGE, "ridge, because the target 'y' has 3 different numbers"),
            new Choice(
                    IntStream.range(0, 21).mapToObj(Integer::toString).toList(),
                    Model.RIDGE,
                    "ridge, because the target 'y' has 21 different numbers"));

    @ParameterizedTest
    @FieldSource("CHOICES")
    void theModelFollowsTheTarget(Choice choice) throws IOException {
        Problem problem = prepare(choice.target, null);
        assertThat(problem.choice()).isEqualTo(new ModelChoice(choice.model, choice.reason));
    }

    @Test
    void anyNumberCanBePredictedWhenAskedFor() throws IOException {
        Problem problem = prepare(List.of("0", "1"), Model.RIDGE);
        assertThat(problem.choice()).isEqualTo(new ModelChoice(Model.RIDGE, "ridge, as asked for"));
        assertThat(problem.task()).isInstanceOf(Task.Regression.class);
    }

    @Test
    void classesAreInOrderAndNothingLeaks() throws IOException {
        Path file = Fixtures.flowers(folder, "length");
        Problem problem = Preparation.prepare(TableReader.read(file), Fixtures.options(file, "species", null, null));
        assertThat(problem.task()).isEqualTo(new Task.Classification(List.of("a", "b", "c")));
        assertThat(problem.features()).containsExactly("length", "width");
        assertThat(problem.dropped()).containsExactly("same");
        assertThat(problem.droppedNote()).contains("1 feature is constant in the training rows and not used: 'same'");
        assertThat(List.of(
                        problem.train().rows(),
                        problem.validation().rows(),
                        problem.test().rows()))
                .containsExactly(18, 6, 6);
        for (int j = 0; j < 2; j++) {
            double[] column = column(problem.train(), j);
            assertThat(Arrays.stream(column).sum()).isEqualTo(0, within(1e-12));
            assertThat(Arrays.stream(column).map(v -> v * v).sum() / column.length)
                    .isEqualTo(1, within(1e-12));
        }
        // species is row number modulo 3, length the row number: the labels must follow their rows
        for (Part part : List.of(problem.train(), problem.validation(), problem.test())) {
            int[] labels = ((Target.Classes) part.target()).labels();
            for (int i = 0; i < part.rows(); i++) {
                double length =
                        part.features()[2 * i] * problem.scales().getFirst().deviation()
                                + problem.scales().getFirst().mean();
                assertThat(labels[i]).isEqualTo((int) Math.round(length) % 3);
            }
        }
    }

    @Test
    void numbersAreStandardizedByTheTrainingRows() throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        IntStream.range(0, 50)
                .forEach(i -> text.append(i).append(',').append(3 * i + 0.5).append('\n'));
        Path file = Files.writeString(folder.resolve("t.csv"), text);
        Problem problem = Preparation.prepare(TableReader.read(file), Fixtures.options(file, "y", null, null));
        Task.Regression task = (Task.Regression) problem.task();
        double[] train = ((Target.Values) problem.train().target()).values();
        assertThat(Arrays.stream(train).sum()).isEqualTo(0, within(1e-10));
        assertThat(Arrays.stream(train).map(v -> v * v).sum() / train.length).isEqualTo(1, within(1e-10));
        // y is a line in x, so both standardize to the same numbers, in every part
        double[] test = ((Target.Values) problem.test().target()).values();
        assertThat(test).containsExactly(problem.test().features(), within(1e-10));
        assertThat(task.scale().deviation())
                .isEqualTo(3 * problem.scales().getFirst().deviation(), within(1e-10));
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> TuneOptions.of(Path.of("t.csv"), " "))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("tune: the target has an empty name\n  to do: name the column to predict, for example"
                        + " --target diagnosis");
        TuneOptions o = TuneOptions.of(Path.of("t.csv"), "y");
        assertThatThrownBy(() ->
                        new TuneOptions(o.table(), o.target(), o.model(), o.hyper(), o.split(), 0, o.seed(), o.out()))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("tune: 0 outer iterations are out of range\n  to do: give a number from 1 to 1000000, for"
                        + " example --outer-iterations 100");
    }

    private Problem prepare(List<String> target, Model model) throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        IntStream.range(0, 12 * target.size())
                .forEach(i -> text.append(i)
                        .append(',')
                        .append(target.get(i % target.size()))
                        .append('\n'));
        Path file = Files.writeString(folder.resolve("t.csv"), text);
        return Preparation.prepare(TableReader.read(file), Fixtures.options(file, "y", model, null));
    }

    private static double[] column(Part part, int j) {
        return IntStream.range(0, part.rows())
                .mapToDouble(i -> part.features()[i * part.columns() + j])
                .toArray();
    }

    private static String manyNames() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            text.append("name ").append(i).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        return text.toString();
    }

    private static String rows(String form, String even, String odd) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            text.append(String.format(form, i, i * i, i % 2 == 0 ? even : odd)).append('\n');
        }
        return text.toString();
    }
}
