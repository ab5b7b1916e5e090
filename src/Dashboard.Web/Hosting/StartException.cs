namespace Dashboard.Web.Hosting;

/// <summary>The host cannot start, for a reason that whoever started it can mend: its message is all that is shown, and the exit code is 2.</summary>
internal sealed class StartException(string message) : Exception(message);
