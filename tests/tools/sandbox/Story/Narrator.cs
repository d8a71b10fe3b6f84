using System.Globalization;
using Spectre.Console;

namespace ProcoreNetSuite.Sandbox.Story;

/// <summary>Tells the day: lines that stay, and a bar while something is under way that only a terminal shows.</summary>
public sealed class Narrator(IAnsiConsole console)
{
    private const int StatusColumn = 2, TextColumn = 20;

    private static readonly Style Quiet = new(Color.Grey);

    public static string Money(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);

    public static string Count(int number, string one, string many) => number == 1 ? $"1 {one}" : $"{number.ToString("#,##0", CultureInfo.InvariantCulture)} {many}";

    public void Heading(string text)
    {
        console.WriteLine();
        Write(text, 0, 0, new Style(decoration: Decoration.Bold));
    }

    /// <summary>A new part of the day.</summary>
    public void Scene(int number, int all, string title) => Heading($"{number} of {all}  {title}");

    public void Line(string text) => Write(text, StatusColumn, StatusColumn, Style.Plain);

    /// <summary>What Procore's ERP Integrations page shows of a record now.</summary>
    /// <param name="tab">The page's own word.</param>
    public void Shows(string tab, string what)
    {
        var colour = tab switch
        {
            "Synced" => Color.Green,
            "Failed to Export" => Color.Red,
            "Rejected" => Color.Yellow,
            _ => Color.Default,
        };
        console.Write(new Text(new string(' ', StatusColumn) + tab.PadRight(TextColumn - StatusColumn), new Style(colour)));
        Write(what, 0, TextColumn, Style.Plain, alreadyAt: TextColumn);
    }

    /// <summary>The very words of the Errors column.</summary>
    public void Quotes(string words) => Write($"\"{words}\"", TextColumn, TextColumn + 1, new Style(Color.Yellow));

    public void Aside(string text) => Write(text, TextColumn, TextColumn, Quiet);

    public void Write(Table table) => console.Write(table);

    public void Checked(Check check)
    {
        ArgumentNullException.ThrowIfNull(check);
        console.Write(new Text(check.IsOk ? "  ok      " : "  not ok  ", new Style(check.IsOk ? Color.Green : Color.Red)));
        Write(check.IsOk || check.Found is null ? check.What : $"{check.What} Found: {check.Found}", 0, 10, Style.Plain, alreadyAt: 10);
    }

    /// <summary>Shows a bar for as long as the work goes on, where there is a terminal.</summary>
    public async Task WhileAsync(string description, int all, Func<int> done, Func<Action, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (!console.Profile.Capabilities.Interactive)
        {
            await work(() => { });
            return;
        }

        await console.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new ElapsedTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(description), maxValue: Math.Max(all, 1));
                bar.IsIndeterminate = all == 1;
                await work(() =>
                {
                    bar.Value = done();
                    bar.Description = Markup.Escape(all == 1 ? description : $"{description}: {done()} of {all}");
                });
            });
    }

    /// <summary>Wraps at words; the console itself would wrap to the left edge.</summary>
    private void Write(string text, int first, int next, Style style, int alreadyAt = 0)
    {
        var width = Math.Max(console.Profile.Width, 60) - 1;
        var line = new string(' ', first);
        var used = alreadyAt;
        foreach (var word in text.Split(' '))
        {
            if (line.Trim().Length > 0 && used + line.Length + 1 + word.Length > width)
            {
                console.WriteLine(line, style);
                (line, used) = (new string(' ', next) + word, 0);
            }
            else
            {
                line += line.Trim().Length > 0 ? " " + word : word;
            }
        }

        console.WriteLine(line, style);
    }
}
