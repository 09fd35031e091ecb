package dev.gatehouse.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/// One command as a user types it, in this process.
record CommandLineRun(int status, String out, String err) {
  static CommandLineRun of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new CommandLineRun(status, out.toString(), err.toString());
  }
}
