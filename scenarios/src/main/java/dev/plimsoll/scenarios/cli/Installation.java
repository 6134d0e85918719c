package dev.plimsoll.scenarios.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where Plimsoll's own files are. Each of its processes loads only the jars it needs, as listed by the build.
 *
 * @param java the {@code java} executable that child processes run on
 * @param home folder of the distribution, or null when run from a build tool or an IDE: then children get this process's class path
 * @param ownClassPath class path of this process
 */
record Installation(Path java, @Nullable Path home, String ownClassPath) {
    static Installation current() {
        String home = System.getProperty("plimsoll.home");
        return new Installation(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                home == null ? null : Path.of(home),
                System.getProperty("java.class.path"));
    }

    /** The class path of the injector: Gatling, grpc-java, HdrHistogram and what they need. */
    String injectorClassPath() {
        return classPath("injector");
    }

    /** The class path of the embedded target. */
    String embeddedClassPath() {
        return classPath("embedded");
    }

    private static Path ownJar() {
        return Path.of(URI.create(Installation.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    private String classPath(String process) {
        Path folder = home;
        if (folder == null) {
            return ownClassPath;
        }
        try {
            String jars = Files.readString(folder.resolve("classpath").resolve(process))
                    .strip();
            return Stream.concat(
                            Stream.of(ownJar()), Arrays.stream(jars.split(":")).map(folder::resolve))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
