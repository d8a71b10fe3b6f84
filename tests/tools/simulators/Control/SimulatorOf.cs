using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProcoreNetSuite.Simulators.Control;

/// <summary>A simulator with its own settings.</summary>
public abstract class Simulator<TSettings>(TSettings settings, TimeProvider time) : Simulator(time)
    where TSettings : SimulatorSettings
{
    private readonly TSettings _initial = settings;
    private volatile TSettings _settings = settings;

    /// <summary>May be replaced at any time; calls that start afterwards see the new ones.</summary>
    public TSettings Settings
    {
        get => _settings;
        set
        {
            _settings = value;
            OnSettingsChanged();
        }
    }

    internal override SimulatorSettings CommonSettings => _settings;

    public override object DescribeSettings() => Settings;

    public override object ChangeSettings(JsonElement changes)
    {
        if (changes.ValueKind != JsonValueKind.Object)
        {
            throw new ControlException("Settings are a JSON object.");
        }

        var merged = (JsonObject)JsonSerializer.SerializeToNode(Settings, ControlJson.Options)!;
        foreach (var change in changes.EnumerateObject())
        {
            var known = typeof(TSettings).GetProperties().Any(property => string.Equals(property.Name, change.Name, StringComparison.OrdinalIgnoreCase));
            if (!known)
            {
                throw new ControlException($"There is no setting '{change.Name}'.");
            }

            merged[change.Name] = JsonNode.Parse(change.Value.GetRawText());
        }

        try
        {
            Settings = merged.Deserialize<TSettings>(ControlJson.Options)!;
        }
        catch (JsonException failure)
        {
            throw new ControlException(failure.Message);
        }

        return Settings;
    }

    /// <summary>Called after <see cref="Settings"/> were replaced.</summary>
    protected virtual void OnSettingsChanged()
    {
    }

    /// <summary>Empties the simulator. The settings are already back to the first ones.</summary>
    protected abstract void OnEmptied();

    protected sealed override void OnReset()
    {
        Settings = _initial;
        OnEmptied();
    }
}
