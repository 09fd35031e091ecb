package dev.gatehouse.host;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.AccountId;
import dev.gatehouse.aws.Region;
import dev.gatehouse.cloudformation.CreatedStack;
import dev.gatehouse.cloudformation.Environment;
import dev.gatehouse.cloudformation.Plan;
import dev.gatehouse.cloudformation.StackTemplate;
import dev.gatehouse.cloudformation.TemplateException;
import dev.gatehouse.cognito.SigningKeys;
import dev.gatehouse.dynamodb.Tables;
import dev.gatehouse.host.endpoint.DeployedStack;
import dev.gatehouse.host.endpoint.Inventory;
import dev.gatehouse.lambda.LambdaFunction;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A running stack: its doors are open from [#start] to [#close].
public final class Host implements AutoCloseable {
  private static final String REGION = "us-east-1";

  /// Nobody's: an account id that no AWS account has.
  private static final String ACCOUNT = "000000000000";

  /// What `cdk bootstrap` would have left behind; Gatehouse needs no bootstrap, so the newest will
  /// do.
  private static final Map<String, String> BOOTSTRAP =
      Map.of("/cdk-bootstrap/hnb659fds/version", "32");

  private final Opened opened;
  private final RunningStack running;

  private Host(Opened opened, RunningStack running) {
    this.opened = opened;
    this.running = running;
  }

  /// Reads, checks, creates, and opens the doors last.
  ///
  /// @param progress told what is going on, one line at a time
  /// @throws TemplateFaultsException with everything that is wrong with the template
  /// @throws StartupException when something else stands in the way
  public static Host start(HostConfig config, Consumer<String> progress) {
    var opened = new Opened();
    try {
      return start(config, progress, opened);
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private static Host start(HostConfig config, Consumer<String> progress, Opened opened) {
    Clock clock = Clock.systemUTC();
    beside(SigningKeys::prepare);
    var source = Source.at(config.path());
    StateFolder state = opened.add(stateFolder(config, source));
    Remembered remembered = Remembered.in(state);
    var region = new Region(remembered.value("region", () -> REGION));
    var account = new AccountId(remembered.value("account", () -> ACCOUNT));
    StackTemplate template = source.stack(region.code(), account.digits(), progress);
    Journal journal = opened.add(Journal.open(state.path("journal.jsonl")));
    Addresses addresses = opened.add(new Addresses(remembered, journal, clock));
    var stack =
        new StackContext(
            template.name(),
            region,
            account,
            template.assets(),
            remembered,
            addresses,
            new SecureRandom(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    var resources = new StackResources(stack);

    Plan plan = checked(source, template, resources, stack);
    plan.notices().forEach(notice -> progress.accept(notice.line()));
    if (plan.inTemplateOrder().stream()
        .anyMatch(resource -> resource.type().equals("AWS::Lambda::Function"))) {
      beside(LambdaFunction::prepare);
    }
    addresses.bind(
        Optional.ofNullable(config.port()), HostConfig.USUAL_PORT, StackResources.addressed(plan));
    Optional<Tables> tables = TableStore.open(plan, stack, config, state, clock);
    tables.ifPresent(opened::add);
    CreatedStack created = created(source, resources, plan);
    resources.apis.notices().forEach(notice -> progress.accept(notice.line()));
    AccessKey administrator = resources.iam.administrator();
    var inventory =
        new Inventory(
            account,
            region,
            List.of(deployed(template, resources, created, stack)),
            resources.iam.ownersResources());
    remembered.save(state);

    progress.accept("starting " + template.name());
    var services =
        opened.add(new Services(resources, stack, config, state, tables, inventory, clock));
    tables.ifPresent(open -> TableStore.create(open, resources.tables.tables()));
    services.openDoors();
    AwsClientFiles.write(state, region, addresses.endpointUrl(), administrator);
    var notices = new ArrayList<>(plan.notices());
    notices.addAll(resources.apis.notices());
    RunningStack running = services.describe(source, created, notices, administrator, state);
    announce(running, state, opened);
    return new Host(opened, running);
  }

  /// Work that whoever needs it waits for; nothing is lost when the start fails meanwhile.
  private static void beside(Runnable preparation) {
    Thread.ofPlatform().daemon().name("preparation").start(preparation);
  }

  private static StateFolder stateFolder(HostConfig config, Source source) {
    if (config.ephemeral()) {
      return StateFolder.ephemeral();
    }
    Path folder = config.state() != null ? config.state() : source.stateFolder();
    return StateFolder.open(folder);
  }

  private static Plan checked(
      Source source, StackTemplate template, StackResources resources, StackContext stack) {
    var environment =
        Environment.of(stack.region(), stack.account(), template.name(), stack.stackId())
            .withSsmParameters(BOOTSTRAP);
    return switch (Plan.check(template, resources, environment, Map.of())) {
      case Plan plan -> plan;
      case dev.gatehouse.cloudformation.Faults faults ->
          throw TemplateFaultsException.of(source.path(), faults.all());
    };
  }

  private static CreatedStack created(Source source, StackResources resources, Plan plan) {
    try {
      return resources.create(plan);
    } catch (TemplateException e) {
      throw TemplateFaultsException.of(source.path(), e.faults());
    }
  }

  private static DeployedStack deployed(
      StackTemplate template, StackResources resources, CreatedStack created, StackContext stack) {
    var addresses = new LocalAddresses(resources, stack);
    var outputs = new ArrayList<DeployedStack.Output>();
    created
        .outputs()
        .forEach((name, output) ->
            outputs.add(
                new DeployedStack.Output(
                    name,
                    addresses.local(output.value()),
                    output.description(),
                    output.exportName())));
    return new DeployedStack(
        template.name(),
        stack.stackId(),
        template.template().description(),
        template.template().text(),
        resources.deployed(),
        outputs,
        stack.created());
  }

  /// Other commands may find the stack from here on, until the first thing is closed.
  private static void announce(RunningStack running, StateFolder state, Opened opened) {
    opened.add(() -> {
      RunningStack.remove(state);
      PortRegistry.leave(running.port());
    });
    PortRegistry.enter(running.port(), state.root());
    running.writeTo(state);
  }

  public RunningStack running() {
    return running;
  }

  /// What the template asks for and Gatehouse passes over, a line each.
  public List<String> notices() {
    return running.notices();
  }

  /// Shuts the doors, ends the functions, lets go of the state. May be called twice.
  @Override
  public void close() {
    opened.close();
  }
}
