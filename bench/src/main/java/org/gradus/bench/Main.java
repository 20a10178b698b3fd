package org.gradus.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gradus.kernel.Workers;

/**
 * Times workloads: one JSON line for each workload and contender. Contenders of a workload run in turn, A B A B, since machines
 * are shared and only ratios mean something; that is why no harness is used that runs one after the other.
 */
public final class Main {
    private static final int ROUNDS = 4;

    private Main() {}

    /**
     * Times workloads.
     *
     * @param arguments {@code [--peer torch] [workload ...]}; no names for all workloads
     * @throws IOException when a peer cannot be started
     */
    public static void main(String[] arguments) throws IOException {
        List<String> names = new ArrayList<>(Arrays.asList(arguments));
        int peer = names.indexOf("--peer");
        if (peer >= 0 && (peer + 1 == names.size() || !names.get(peer + 1).equals("torch"))) {
            System.err.println("bench: --peer takes torch");
            System.exit(2);
        }
        if (peer >= 0) {
            names.subList(peer, peer + 2).clear();
        }
        List<String> known = Arrays.stream(Workload.values()).map(Main::name).toList();
        if (!known.containsAll(names)) {
            System.err.println("bench: workloads are " + String.join(" ", known));
            System.exit(2);
        }
        for (Workload workload : Workload.values()) {
            if (names.isEmpty() || names.contains(name(workload))) {
                time(workload, peer >= 0);
            }
        }
    }

    private static String name(Workload workload) {
        return workload.name().toLowerCase(Locale.ROOT);
    }

    private static void time(Workload workload, boolean withTorch) throws IOException {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new InProcess("gradus", workload.gradus()));
        Runnable limit = workload.limit();
        if (limit != null) {
            contenders.add(new InProcess("limit", limit));
        }
        if (withTorch) {
            contenders.add(new Torch(name(workload)));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Contender contender : contenders) {
                contender.round();
            }
        }
        for (Contender contender : contenders) {
            System.out.printf(
                    Locale.ROOT,
                    "{\"workload\": \"%s\", \"peer\": \"%s\", \"threads\": %d, \"seconds\": %.4g, \"median\": %.4g}%n",
                    name(workload),
                    contender.name(),
                    Workers.parallelism(),
                    contender.best(),
                    contender.median());
        }
    }
}
