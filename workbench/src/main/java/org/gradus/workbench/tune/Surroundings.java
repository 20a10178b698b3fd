package org.gradus.workbench.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gradus.workbench.doctor.CpuInfo;
import org.gradus.workbench.doctor.Version;
import org.gradus.workbench.report.Json;
import org.gradus.workbench.tune.CardFields.Damage;

/**
 * What the last bits of a result depend on.
 *
 * @param version the version of Gradus
 * @param jdk the JDK
 * @param cpu the type of the processor
 */
record Surroundings(String version, String jdk, String cpu) {

    static Surroundings here() {
        return new Surroundings(
                Version.text(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                CpuInfo.read().model());
    }

    /** What differs between those that a run went on in, in words; empty when nothing does. */
    static List<String> notes(List<Surroundings> all) {
        List<String> notes = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            Surroundings before = all.get(i - 1);
            Surroundings after = all.get(i);
            List<String> changes = new ArrayList<>();
            add(changes, "Gradus", before.version, after.version);
            add(changes, "the JDK", before.jdk, after.jdk);
            add(changes, "the processor", before.cpu, after.cpu);
            notes.add("the run was continued elsewhere: " + String.join("; ", changes)
                    + "; its last digits may differ from those of a run in one place");
        }
        return notes;
    }

    private static void add(List<String> changes, String what, String before, String after) {
        if (!before.equals(after)) {
            changes.add(what + " was " + before + " and is " + after);
        }
    }

    Map<String, Object> json() {
        return Json.object("version", version, "jdk", jdk, "cpu", cpu);
    }

    static Surroundings read(CardFields card) throws Damage {
        Surroundings read = new Surroundings(card.text("version"), card.text("jdk"), card.text("cpu"));
        card.end();
        return read;
    }
}
