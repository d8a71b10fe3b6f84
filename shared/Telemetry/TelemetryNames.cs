namespace ProcoreNetSuite.Telemetry;

/// <summary>Every name under which the connector is watched. Alerts and workbook in infra/ use these; a test compares them.</summary>
public static class TelemetryNames
{
    /// <summary>The source of the connector's spans and the meter of its metrics.</summary>
    public const string Source = "ProcoreNetSuite";

    /// <summary>What is counted and measured. Units: records, calls and runs are counted; times are whole milliseconds or seconds, as their names say.</summary>
    public static class Metrics
    {
        /// <summary>Milliseconds from the approval's event to the answer in Procore, for each exported record; of invoices it is approval to bill.</summary>
        public const string ExportDuration = "connector.export.duration";

        /// <summary>Records of messages by how the work on them ended; one that waits counts once for each attempt.</summary>
        public const string Records = "connector.records";

        /// <summary>Records that were refused and wait for a person, by code and by who ends it.</summary>
        public const string Parked = "connector.parked";

        /// <summary>Attempts on records that have been waiting for more than an hour, by what they wait for, and by whether NetSuite may hold them already (outcome unknown).</summary>
        public const string LongWaits = "connector.waits.long";

        /// <summary>Milliseconds that messages lay on their queue before they were delivered.</summary>
        public const string QueueAge = "connector.queue.age";

        /// <summary>HTTP calls, by system. Divided by <see cref="Records"/>: calls for each record.</summary>
        public const string Calls = "connector.calls";

        /// <summary>Calls that a system turned away because there were too many.</summary>
        public const string Refusals = "connector.refusals";

        /// <summary>Calls of this process under way in the NetSuite account, whenever one more begins.</summary>
        public const string InFlight = "connector.netsuite.in_flight";

        /// <summary>How many the limiter allows at that moment: the budget, or less after refusals.</summary>
        public const string InFlightLimit = "connector.netsuite.in_flight.limit";

        /// <summary>Percent of Procore's allowance that is left.</summary>
        public const string Allowance = "connector.procore.allowance";

        /// <summary>Messages that the app itself put into a dead-letter queue; those that failed too often Service Bus counts.</summary>
        public const string DeadLetters = "connector.dead_letters";

        /// <summary>Writes to NetSuite whose answer is missing.</summary>
        public const string Unknown = "connector.unknown";

        /// <summary>How those ended: adopted, written or parked.</summary>
        public const string UnknownEnded = "connector.unknown.ended";

        /// <summary>Second copies that were not made, by what prevented them.</summary>
        public const string Duplicates = "connector.duplicates";

        /// <summary>Requests that a sweep queued again, by reason.</summary>
        public const string SweepFinds = "connector.sweep.finds";

        /// <summary>Seconds since the last sweep that read all it should.</summary>
        public const string SweepAge = "connector.sweep.age";

        /// <summary>Requests that the sweep queued as often as it makes sense and that are still not done.</summary>
        public const string SweepGivenUp = "connector.sweep.given_up";

        /// <summary>Runs of imports that ended, by how.</summary>
        public const string Imports = "connector.imports";

        /// <summary>Records that imports met, by what became of them.</summary>
        public const string ImportRecords = "connector.import.records";

        /// <summary>Bills of invoices that were found to be other than sent, gone, twice, or as sent again, by which of it.</summary>
        public const string BillsChanged = "connector.bills.changed";

        /// <summary>Seconds that a scheduled import is late: since its last good run, less its interval; 0 if it isn't.</summary>
        public const string ImportLate = "connector.import.late";

        /// <summary>Days until a certificate or secret ends, by the dates in the settings; negative once it has.</summary>
        public const string DaysLeft = "connector.credential.days_left";
    }

    /// <summary>What spans and metrics are told apart by. Few values each; never a record's id.</summary>
    public static class Tags
    {
        /// <summary>The connection's id.</summary>
        public const string Connection = "connection";

        /// <summary>What is worked on: a queue's name, or sweep, health.</summary>
        public const string Entity = "entity";

        /// <summary>How it ended.</summary>
        public const string Outcome = "outcome";

        /// <summary>A code of connector-behaviour.md 9.</summary>
        public const string Code = "code";

        /// <summary>Who ends the problem.</summary>
        public const string Class = "class";

        /// <summary>procore or netsuite.</summary>
        public const string System = "system";

        /// <summary>Why, or by what.</summary>
        public const string Reason = "reason";

        /// <summary>Which of Procore's windows: hour or spike (procore-api.md 3).</summary>
        public const string Window = "window";

        /// <summary>Which certificate or secret.</summary>
        public const string Credential = "credential";
    }

    /// <summary>The two systems.</summary>
    public static class Systems
    {
        public const string Procore = "procore";
        public const string NetSuite = "netsuite";

        /// <summary>Itself: whether the webhook's address leads here.</summary>
        public const string Connector = "connector";
    }

    /// <summary>Attributes of spans, by OpenTelemetry's conventions for HTTP, errors and Service Bus.</summary>
    public static class Spans
    {
        public const string HttpMethod = "http.request.method";
        public const string HttpStatus = "http.response.status_code";
        public const string HttpTemplate = "url.template";
        public const string Server = "server.address";
        public const string Error = "error.type";
        public const string MessagingSystem = "messaging.system";
        public const string ServiceBus = "servicebus";
        public const string Destination = "messaging.destination.name";
        public const string OperationName = "messaging.operation.name";
        public const string OperationType = "messaging.operation.type";
        public const string MessageId = "messaging.message.id";
        public const string DeliveryCount = "messaging.servicebus.message.delivery_count";
    }

    /// <summary>Properties of messages. The first three are what Service Bus's own client reads and writes.</summary>
    public static class Properties
    {
        public const string DiagnosticId = "Diagnostic-Id";
        public const string TraceParent = "traceparent";
        public const string TraceState = "tracestate";

        /// <summary>On a copy for later: the first attempt's span.</summary>
        public const string FirstAttempt = "first-attempt";
    }
}
