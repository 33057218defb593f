package io.tandem.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file can't be read or written, as the end of a sentence: Java's own words for it are names of classes. */
public final class FileTrouble {

    private FileTrouble() {}

    public static String of(IOException e) {
        if (e instanceof TextFile.Odd) {
            return e.getMessage();
        }
        if (e instanceof NoSuchFileException) {
            return "it is not there";
        }
        if (e instanceof AccessDeniedException) {
            return "this user is not allowed to";
        }
        if (e instanceof CharacterCodingException) {
            return "it is not UTF-8";
        }
        if (e instanceof NotDirectoryException) {
            return "it is no folder";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is there already, and is no folder";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return "the system says: " + system.getReason();
        }
        return e.getMessage() == null ? "the disk or the connection failed" : "the system says: " + e.getMessage();
    }
}
