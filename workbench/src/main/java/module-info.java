/** The {@code gradus} command. */
module org.gradus.workbench {
    requires org.gradus.core;
    requires org.gradus.linear;
    requires org.gradus.optim;
    requires org.gradus.solve;
    requires com.fasterxml.jackson.databind;
    requires info.picocli;
    requires java.desktop;
    requires java.sql;
    requires org.jfree.jfreechart;
}
