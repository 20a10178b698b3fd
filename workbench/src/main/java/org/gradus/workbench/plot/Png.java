package org.gradus.workbench.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.gradus.error.EnvironmentException;
import org.gradus.error.SourceLine;

/** Draws figures as PNG with Java2D: without a screen, on light ground, at twice the pixels of the figure. */
public final class Png {
    private static final double SCALE = 2;
    private static final float[] DASHES = {4, 4};

    private Png() {}

    /**
     * Draws a figure.
     *
     * @param figure the figure
     * @return the bytes of a PNG file
     * @throws EnvironmentException when this machine has no fonts to draw with
     */
    public static byte[] render(Figure figure) {
        System.setProperty("java.awt.headless", "true");
        try {
            return encode(draw(figure));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LinkageError | InternalError | RuntimeException e) {
            throw new EnvironmentException(
                    "plot: PNG files cannot be drawn on this machine: " + e,
                    "install fonts (Debian: apt-get install fontconfig fonts-dejavu-core); the report has all plots"
                            + " without them",
                    SourceLine.UNKNOWN,
                    e);
        }
    }

    private static BufferedImage draw(Figure figure) {
        int width = (int) Math.ceil(figure.width() * SCALE);
        int height = (int) Math.ceil(figure.height() * SCALE);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setColor(color(Ink.SURFACE));
            graphics.fillRect(0, 0, width, height);
            graphics.scale(SCALE, SCALE);
            for (Mark mark : figure.marks()) {
                draw(graphics, mark);
            }
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private static void draw(Graphics2D graphics, Mark mark) {
        switch (mark) {
            case Mark.Stroke s -> stroke(graphics, s);
            case Mark.Box b -> {
                Color full = color(b.ink());
                int alpha = (int) Math.round(255 * b.opacity());
                graphics.setColor(new Color(full.getRed(), full.getGreen(), full.getBlue(), alpha));
                graphics.fill(new Rectangle2D.Double(b.x(), b.y(), b.width(), b.height()));
            }
            case Mark.Dot d -> {
                graphics.setColor(color(d.ink()));
                double r = d.radius();
                graphics.fill(new Ellipse2D.Double(d.x() - r, d.y() - r, 2 * r, 2 * r));
            }
            case Mark.Label l -> label(graphics, l);
        }
    }

    private static void stroke(Graphics2D graphics, Mark.Stroke stroke) {
        graphics.setColor(color(stroke.ink()));
        float width = (float) stroke.width();
        int cap = BasicStroke.CAP_BUTT;
        int join = BasicStroke.JOIN_ROUND;
        graphics.setStroke(
                stroke.dashed() ? new BasicStroke(width, cap, join, 1, DASHES, 0) : new BasicStroke(width, cap, join));
        Path2D path = new Path2D.Double();
        path.moveTo(stroke.x()[0], stroke.y()[0]);
        for (int i = 1; i < stroke.x().length; i++) {
            path.lineTo(stroke.x()[i], stroke.y()[i]);
        }
        graphics.draw(path);
    }

    private static void label(Graphics2D graphics, Mark.Label label) {
        Font font =
                new Font(Font.SANS_SERIF, label.bold() ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) label.size());
        graphics.setFont(font);
        graphics.setColor(color(label.ink()));
        double width = font.getStringBounds(label.text(), graphics.getFontRenderContext())
                .getWidth();
        double shift = switch (label.anchor()) {
            case START -> 0;
            case MIDDLE -> -width / 2;
            case END -> -width;
        };
        AffineTransform before = graphics.getTransform();
        graphics.translate(label.x(), label.y());
        if (label.upward()) {
            graphics.rotate(-Math.PI / 2);
        }
        graphics.drawString(label.text(), (float) shift, 0f);
        graphics.setTransform(before);
    }

    private static Color color(Ink ink) {
        return new Color(ink.light());
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", stream)) {
                throw new IOException("this JDK has no PNG writer");
            }
        }
        return bytes.toByteArray();
    }
}
