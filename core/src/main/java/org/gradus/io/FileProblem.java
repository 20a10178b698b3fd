package org.gradus.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.gradus.error.DataException;
import org.gradus.error.SourceLine;

/** Errors of files, in the words of the person. */
final class FileProblem {
    static final String GET_AGAIN = "get the file again from where it came, or write it again";

    private FileProblem() {}

    /**
     * A file whose bytes are not what they must be.
     *
     * @param at the byte at fault, from 0
     */
    static DataException damaged(String operation, String file, long at, String problem, String remedy) {
        return new DataException(operation + ": " + file + ", byte " + at + ": " + problem, remedy);
    }

    /** A file that the operating system does not give. */
    static DataException unreadable(String operation, Path file, IOException cause) {
        return new DataException(
                operation + ": cannot read " + file + ": " + reason(cause),
                "check the path and the permissions of the file",
                SourceLine.ofCaller(),
                cause);
    }

    /** What stands at a place of a text, for a person. */
    static String found(byte[] text, int at, String end) {
        if (at == text.length) {
            return end;
        }
        byte b = text[at];
        return b > ' ' && b < 0x7f ? "'" + (char) b + "'" : String.format("the byte 0x%02x", b);
    }

    /** The reason in words, without the path that the message names anyway. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case NotDirectoryException _ -> "a part of the path is not a folder";
            case DirectoryNotEmptyException _ -> "it is a folder";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
