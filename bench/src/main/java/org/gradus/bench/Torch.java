package org.gradus.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gradus.kernel.Workers;

/** PyTorch on the CPU, in a process of its own each round; the script warms up before it times. */
final class Torch implements Contender {
    private static final Pattern LINE =
            Pattern.compile("\"peer\": \"([^\"]*)\".*\"seconds\": ([-+.e0-9]+).*\"median\": ([-+.e0-9]+)");

    private final String workload;
    private final List<Double> best = new ArrayList<>();
    private final List<Double> medians = new ArrayList<>();
    private String name = "torch";

    Torch(String workload) {
        this.workload = workload;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void round() throws IOException {
        List<String> command = List.of(
                "/usr/bin/python3",
                System.getProperty("gradus.torch", "torch_workloads.py"),
                "--threads",
                String.valueOf(Workers.parallelism()),
                workload);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IOException("no result from " + String.join(" ", command));
        }
        name = line.group(1);
        best.add(Double.parseDouble(line.group(2)));
        medians.add(Double.parseDouble(line.group(3)));
    }

    @Override
    public double best() {
        return Collections.min(best);
    }

    @Override
    public double median() {
        return medians.stream().sorted().toList().get(medians.size() / 2);
    }
}
