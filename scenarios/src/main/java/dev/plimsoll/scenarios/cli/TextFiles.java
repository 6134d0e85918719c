package dev.plimsoll.scenarios.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that the user named. */
final class TextFiles {
    private TextFiles() {}

    /**
     * Reads a text.
     *
     * @param what kind of file, for messages
     * @throws UsageException if there is none, or it cannot be read
     */
    static String read(Path file, String what) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UsageException(
                    "there is no " + what + " file " + file
                            + ". 'plimsoll init' writes a suite and objectives to start from.",
                    e);
        } catch (CharacterCodingException e) {
            throw new UsageException("the " + what + " file " + file + " is not text in UTF-8.", e);
        } catch (IOException e) {
            throw new UsageException("the " + what + " file " + file + " cannot be read (" + e.getMessage() + ").", e);
        }
    }
}
