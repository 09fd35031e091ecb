package dev.gatehouse.host.audit;

import static j2html.TagCreator.body;
import static j2html.TagCreator.code;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import dev.gatehouse.host.prove.Proof;
import dev.gatehouse.host.prove.ProofSection;
import j2html.tags.DomContent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An audit as one page to attach to a review: no scripts, nothing loaded from elsewhere, light or
/// dark as its reader likes it. What the template says is escaped.
public final class ReportPage {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--line:#8884;--high:#b3261e;--medium:#8a5300;--low:#3d5a80}
      @media(prefers-color-scheme:dark){:root{--high:#ff8a80;--medium:#ffb74d;--low:#9fc5f8}}
      body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
      .wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
      th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
      code{font-family:ui-monospace,monospace;overflow-wrap:anywhere}
      .finding{border-left:.3rem solid;padding-left:1rem;margin:1.5rem 0}
      .finding>*{color:CanvasText}.high{border-color:var(--high)}.medium{border-color:var(--medium)}.low{border-color:var(--low)}
      h3{margin-bottom:.2rem}.mark{font-size:.85rem;font-weight:600;text-transform:uppercase}
      .mark.high,.none,.unknown{color:var(--high)}.mark.medium{color:var(--medium)}.mark.low{color:var(--low)}
      .none,.unknown{font-weight:600}
      """;

  private ReportPage() {}

  /// @param proof null when the doors were not attacked
  /// @param version of Gatehouse
  public static String of(Audit audit, @Nullable Proof proof, String version) {
    return document(
        html(
                head(
                    meta().withCharset("utf-8"),
                    meta()
                        .attr("http-equiv", "Content-Security-Policy")
                        .withContent("default-src 'none'; style-src 'unsafe-inline'"),
                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                    title("Audit of " + audit.stacks()),
                    style(rawHtml(STYLE))),
                body(
                    main(
                        h1("Audit of " + audit.stacks()),
                        p(summary(audit)),
                        h2("Doors"),
                        doors(audit.doors()),
                        h2("Findings"),
                        findings(audit, audit.open(), "None."),
                        h2("Accepted"),
                        findings(audit, audit.accepted(), "None."),
                        h2("What Gatehouse does not run"),
                        notRun(audit.notRun()),
                        proof == null ? text("") : ProofSection.of(proof),
                        p(
                            "Read from the template by Gatehouse "
                                + version
                                + (proof == null ? ". Nothing was started" : "")
                                + "; `unknown` is not `locked`."))))
            .withLang("en"));
  }

  /// Counts, in one sentence.
  public static String summary(Audit audit) {
    return "%d %s; %d high, %d medium, %d low; %d accepted"
        .formatted(
            audit.doors().size(),
            audit.doors().size() == 1 ? "door" : "doors",
            count(audit, Severity.HIGH),
            count(audit, Severity.MEDIUM),
            count(audit, Severity.LOW),
            audit.accepted().size());
  }

  private static long count(Audit audit, Severity severity) {
    return audit.open().stream().filter(finding -> finding.severity() == severity).count();
  }

  private static DomContent doors(List<AuditedDoor> doors) {
    return j2html.TagCreator.div(
            table(
                thead(
                    tr(
                        each(
                            List.of("Method", "Path", "Lock", "Scopes", "Resource"),
                            name -> th(name).attr("scope", "col")))),
                tbody(
                    each(
                        doors,
                        door ->
                            tr(
                                td(code(door.method())),
                                td(code(door.path())),
                                td(span(door.lock()).withClass(door.lock())),
                                td(code(String.join(" ", door.scopes()))),
                                td(code(door.resource())))))))
        .withClass("wide");
  }

  private static DomContent findings(Audit audit, List<Finding> findings, String none) {
    return findings.isEmpty() ? p(none) : each(findings, finding -> finding(audit, finding));
  }

  private static DomContent finding(Audit audit, Finding finding) {
    String severity = finding.severity().label();
    String place =
        audit
            .place(finding)
            .map(at -> at.line() == null ? at.file() : at.file() + ":" + at.line())
            .orElse("");
    return section(
            h3(finding.rule().title()),
            p(
                span(severity).withClass("mark " + severity),
                text(" "),
                code(finding.rule().id()),
                text(place.isEmpty() ? "" : " · " + place)),
            p(code(finding.resource()), text(": " + finding.what())),
            p(finding.rule().why()),
            finding.accepted() == null
                ? p("To close it: " + finding.rule().remedy())
                : p("Accepted: " + finding.accepted()))
        .withClass("finding " + severity);
  }

  private static DomContent notRun(List<NotRun> notRun) {
    return notRun.isEmpty()
        ? p("Nothing: it runs all of it.")
        : ul(each(notRun, one -> li(code(one.problem()))));
  }
}
