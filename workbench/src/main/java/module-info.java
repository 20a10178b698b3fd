/** The {@code gradus} command. */
module org.gradus.workbench {
    requires org.gradus.core;
    requires org.gradus.linear;
    requires org.gradus.nn;
    requires org.gradus.optim;
    requires org.gradus.plainjava;
    requires org.gradus.reproductions;
    requires org.gradus.solve;
    requires com.fasterxml.jackson.core;
    requires info.picocli;
    requires java.compiler;
    requires java.desktop;
    requires java.management;
    requires java.sql;
    requires jdk.management;
    requires me.tongfei.progressbar;

    uses java.sql.Driver;

    opens org.gradus.workbench.tune to
            org.gradus.core;
    opens org.gradus.workbench.command to
            info.picocli;
}
