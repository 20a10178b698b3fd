package org.gradus.workbench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradus.optim.catalogue.Family;
import org.gradus.optim.catalogue.Methods;
import org.gradus.reproductions.Measurement;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.Reproductions;
import org.gradus.workbench.report.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about papers and methods. */
class ReproduceCommandTest {
    private CommandRun last;

    @TempDir
    Path folder;

    private int run(String... arguments) {
        last = CommandRun.of(arguments);
        return last.status();
    }

    private String out() {
        return last.out();
    }

    @Test
    @SuppressWarnings("unchecked")
    void jsonHasTheKeysOfARow() throws IOException {
        assertThat(run("reproduce", "grams", "gravity-optimizer", "--json")).isZero();
        Map<String, Object> all = Json.read(out().strip());
        assertThat(all).containsOnlyKeys("rows");
        List<Map<String, Object>> rows = (List<Map<String, Object>>) all.get("rows");
        assertThat(rows).hasSize(2);
        Map<String, Object> row = rows.getFirst();
        assertThat(row.keySet())
                .containsExactly("id", "title", "family", "claim", "passed", "reason", "seconds", "measurements");
        assertThat(row)
                .containsEntry("id", "grams")
                .containsEntry("passed", true)
                .containsEntry("reason", null);
        Map<String, Object> first = ((List<Map<String, Object>>) row.get("measurements")).getFirst();
        assertThat(first.keySet()).containsExactly("name", "expected", "measured", "tolerance", "passed");
        assertThat(first).containsEntry("expected", -0.1).containsEntry("tolerance", 1e-15);
    }

    @Test
    void textSaysWhatCameOut() {
        assertThat(run("reproduce", "grams")).isZero();
        assertThat(out()).matches("ok   grams  \\(5 measurements, .*\\)\n1 of 1 as expected\n");
    }

    @Test
    void papersAreChosenInOneWay() {
        assertThat(run("reproduce")).isEqualTo(2);
        assertThat(last.err())
                .isEqualTo(
                        "error: reproduce: no paper is chosen\n  to do: give ids, or --family FAMILY, or --all; --list"
                                + " prints what there is\n");
        assertThat(run("reproduce", "grams", "--all")).isEqualTo(2);
        assertThat(last.err()).contains("papers are chosen in 2 ways");
        assertThat(run("reproduce", "grm")).isEqualTo(2);
        assertThat(last.err()).contains("no paper has the id 'grm'");
        assertThat(run("reproduce", "--family", "optimizers", "--list")).isZero();
        assertThat(out()).contains("grams                            Grams: Gradient Descent");
    }

    @Test
    void failuresAreInThePageWithTheirReason() throws IOException {
        Outcome failed = new Outcome.Builder()
                .close("a|b", 1, 2, 0.5)
                .holds("true", true)
                .because("the check is wrong: 1 + 1 = 2")
                .done();
        String page = ReproductionPage.of(List.of(new Reproductions.Run(Reproductions.named("grams"), failed, 1)));
        assertThat(page)
                .contains("0 of 1 as expected.\n", "### grams (fails)", "| a\\|b | 1 ± 0.5 | **2.000** |")
                .contains("| 1 of 2 | **fails**: the check is wrong: 1 + 1 = 2 |")
                .contains("| true | true | true |", "the check is wrong: 1 + 1 = 2");
        // A run that took longer has the same page.
        assertThat(ReproductionPage.of(List.of(new Reproductions.Run(Reproductions.named("grams"), failed, 500))))
                .isEqualTo(page);
        Path file = folder.resolve("docs/papers.md");
        assertThat(run("reproduce", "gravity-optimizer", "--page", file.toString(), "--plot", folder.toString()))
                .isZero();
        assertThat(Files.readString(file)).contains("## optimizers", "### gravity-optimizer\n");
        assertThat(failed.measurements().getFirst().expected()).isInstanceOf(Measurement.Close.class);
    }

    @Test
    void methodsAreListed() throws IOException {
        assertThat(run("methods")).isZero();
        assertThat(out().lines()).hasSize(Methods.all().size());
        assertThat(out()).contains("adam ", "Kingma and Ba 2015", "newton-cg", "uses Hessian-vector products");
        assertThat(run("methods", "--family", "sign", "--json")).isZero();
        List<?> methods = (List<?>) Json.read(out().strip()).get("methods");
        assertThat(methods).hasSize(Methods.of(Family.SIGN).size());
        assertThat(((Map<?, ?>) methods.getFirst()).get("id")).isEqualTo("sign-sgd");
        assertThat(run("methods", "--family", "signs")).isEqualTo(2);
        assertThat(last.err()).contains("choose one of descent, sign, adaptive");
    }

    @Test
    void citationsHoldWhatIsKnown() throws IOException {
        assertThat(run("cite", "u-dog")).isZero();
        assertThat(out()).isEqualTo("""
                @misc{u-dog,
                  title = {{Accelerated Parameter-Free Stochastic Optimization}},
                  year = {2024}
                }
                """);
        assertThat(run("cite", "u-dog", "grams", "--json")).isZero();
        assertThat((List<?>) Json.read(out().strip()).get("papers")).hasSize(2);
        assertThat(run("cite", "nobody")).isEqualTo(2);
    }
}
