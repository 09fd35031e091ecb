package dev.gatehouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpretersTest {
  @TempDir Path folder;

  @Test
  void interpreterSaysWhereItReallyIs() throws IOException {
    program("node", "echo /opt/node/bin/node; echo 22.1.0");

    assertThat(on(folder).node())
        .contains(new Interpreter(Path.of("/opt/node/bin/node"), "22.1.0"));
  }

  @Test
  void linkLeadsToTheMachinesNodeItself() throws IOException {
    Path node = new Interpreters(System.getenv("PATH")).node().orElseThrow().executable();
    Files.createSymbolicLink(folder.resolve("node"), node);

    assertThat(on(folder).node().map(Interpreter::executable)).contains(node.toRealPath());
  }

  @Test
  void programOfAnotherNameIsAskedWhereItReallyIs() throws IOException {
    program("version-manager", "echo /opt/node/bin/node; echo 22.1.0");
    Files.createSymbolicLink(folder.resolve("node"), folder.resolve("version-manager"));

    assertThat(on(folder).node())
        .contains(new Interpreter(Path.of("/opt/node/bin/node"), "22.1.0"));
  }

  @Test
  void shimWithoutAVersionIsPassedOver() throws IOException {
    program("python3", "echo no version set >&2; exit 1");
    Path next = Files.createDirectory(folder.resolve("next"));
    program("next/python3", "echo /usr/bin/python3; echo 3.11.2");

    assertThat(new Interpreters(folder + ":" + next).python(13))
        .contains(new Interpreter(Path.of("/usr/bin/python3"), "3.11.2"));
  }

  @Test
  void pythonOfTheVersionAskedForComesFirst() throws IOException {
    program("python3", "echo /usr/bin/python3; echo 3.11.2");
    program("python3.13", "echo /usr/bin/python3.13; echo 3.13.0");

    assertThat(on(folder).python(13).map(Interpreter::minor)).contains(13);
    assertThat(on(folder).python(12).map(Interpreter::minor)).contains(11);
  }

  @Test
  void relativeFolderOfThePathIsNoPlaceToLook() throws IOException {
    program("node", "echo /opt/node; echo 22.1.0");

    assertThat(new Interpreters(Path.of("").toAbsolutePath().relativize(folder).toString()).node())
        .isEmpty();
  }

  @Test
  void missingInterpreterIsAFaultThatSaysWhatToInstall() {
    assertThat(fault("nodejs22.x"))
        .isEqualTo(
            "nodejs22.x needs Node.js and there is no `node` on the PATH: install Node.js 22"
                + " (Debian: apt-get install nodejs)");
    assertThat(fault("python3.13"))
        .isEqualTo(
            "python3.13 needs Python and there is no `python3` on the PATH: install Python 3.13"
                + " (Debian: apt-get install python3)");
  }

  @Test
  void interpreterThatIsTooOldIsAFault() throws IOException {
    program("node", "echo /usr/bin/node; echo 16.20.0");
    program("python3", "echo /usr/bin/python3; echo 3.7.1");

    assertThat(fault("nodejs22.x"))
        .isEqualTo(
            "nodejs22.x needs Node.js 18 or later, and `node` is 16.20.0: install Node.js 22"
                + " (Debian: apt-get install nodejs)");
    assertThat(fault("python3.13"))
        .isEqualTo(
            "python3.13 needs Python 3.8 or later, and `python3` is 3.7.1: install Python 3.13"
                + " (Debian: apt-get install python3)");
  }

  private String fault(String runtime) {
    var faults =
        FunctionCheck.faults(TestFunctions.config(runtime, "index.handler", folder), on(folder));
    assertThat(faults).singleElement().extracting("property").isEqualTo("Runtime");
    return faults.getFirst().message();
  }

  private static Interpreters on(Path folder) {
    return new Interpreters(folder.toString());
  }

  private void program(String name, String body) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
