package dev.gatehouse.host.console;

import static j2html.TagCreator.p;

import dev.gatehouse.host.console.Premises.Client;
import dev.gatehouse.http.HttpResponse;
import j2html.tags.DomContent;
import java.util.Optional;

/// Everything that can be read.
final class Pages {
  private final Premises premises;
  private final Visits visits;
  private final VisitsPage visitsPage;
  private final FunctionsPage functionsPage;
  private final TablesPage tablesPage;
  private final WalkPage walkPage;

  Pages(Premises premises, Visits visits) {
    this.premises = premises;
    this.visits = visits;
    var masks = new Masks(premises.secrets());
    this.visitsPage = new VisitsPage(visits, premises, masks);
    this.functionsPage = new FunctionsPage(premises, visits, masks, visitsPage);
    this.tablesPage = new TablesPage(premises);
    this.walkPage = new WalkPage(premises, visits, visitsPage, masks);
  }

  HttpResponse at(Place place, Form query, Session session) {
    return switch (place.shape()) {
      case "" -> page(session, "", "Doors", DoorsPage.of(premises, visits.count() > 0));
      case "walk" -> page(session, "/walk", "Walk through the doors", walkPage.of(session));
      case "visits" -> page(session, "/visits", "Visits", visitsPage.all());
      case "visits/*" -> place.name().equals("live") ? live(query) : visit(session, place.name());
      case "pools" -> page(session, "/pools", "User pools", PoolsPage.of(premises));
      case "clients/*/secret" ->
          client(place.name())
              .map(client ->
                  page(
                      session,
                      "/pools",
                      "Show the secret of " + client.client().name() + "?",
                      PoolsPage.confirmation(session, client)))
              .orElseGet(() -> nowhere(session));
      case "apis" -> page(session, "/apis", "APIs", ApisPage.of(premises));
      case "apis/*/openapi" ->
          premises
              .export(place.name())
              .flatMap(export -> ApisPage.definition(export, query))
              .orElseGet(() -> nowhere(session));
      case "functions" -> page(session, "/functions", "Functions", functionsPage.all());
      case "functions/*" ->
          premises
              .function(place.name())
              .map(function ->
                  page(
                      session,
                      "/functions",
                      "Function " + place.name(),
                      functionsPage.one(session, function)))
              .orElseGet(() -> nowhere(session));
      case "functions/*/invocations/*" ->
          visits
              .invocation(place.part())
              .map(seen ->
                  page(
                      session,
                      "/functions",
                      "An invocation of " + seen.function(),
                      functionsPage.invocation(seen)))
              .orElseGet(() -> nowhere(session));
      case "tables" -> page(session, "/tables", "Tables", tablesPage.all());
      case "tables/*" -> table(session, place.name(), query);
      default -> nowhere(session);
    };
  }

  /// Nothing when nothing is new: the page then stays as it is, focus and all.
  private HttpResponse live(Form query) {
    return query.value("seen").equals(Long.toString(visits.count()))
        ? HttpResponse.of(204)
        : Page.fragment(visitsPage.live());
  }

  private HttpResponse visit(Session session, String number) {
    Optional<Story> story =
        number.matches("[0-9]{1,18}") ? visits.story(Long.parseLong(number)) : Optional.empty();
    return story
        .map(told -> page(session, "/visits", visitsPage.title(told.visit()), visitsPage.one(told)))
        .orElseGet(() -> nowhere(session));
  }

  private HttpResponse table(Session session, String name, Form query) {
    return premises
        .store()
        .flatMap(store ->
            premises
                .table(name)
                .map(table ->
                    page(
                        session,
                        "/tables",
                        "Table " + name,
                        tablesPage.one(store, table, query.value("from")))))
        .orElseGet(() -> nowhere(session));
  }

  /// A client that has a secret.
  Optional<Client> client(String id) {
    return premises.client(id).filter(client -> client.secret().isPresent());
  }

  HttpResponse page(Session session, String place, String title, DomContent content) {
    return Page.of(premises.stack(), session, place, title, content);
  }

  HttpResponse nowhere(Session session) {
    HttpResponse page = page(session, "none", "Nothing here", p("No page has this address."));
    return new HttpResponse(404, page.headers(), page.content());
  }
}
