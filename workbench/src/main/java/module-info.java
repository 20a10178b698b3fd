/** The {@code gradus} command. */
module org.gradus.workbench {
    requires org.gradus.core;
    requires org.gradus.linear;
    requires org.gradus.optim;
    requires org.gradus.solve;
    requires com.fasterxml.jackson.core;
    requires info.picocli;
    requires java.desktop;
    requires java.sql;
}
