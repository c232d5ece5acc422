using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

/// <summary>JSON for the tests. Mono has one parser and .NET another, and the one of both wants OpenSSL 1 on .NET Core.</summary>
internal sealed class Json
{
    private readonly string text;
    private int place;

    private Json(string text)
    {
        this.text = text;
    }

    /// <summary>A dictionary, a list, a text, a number, a flag or null. What is read is well formed.</summary>
    internal static object Read(string text)
    {
        return new Json(text).Value();
    }

    internal static string Write(object value)
    {
        var text = value as string;
        if (text != null)
        {
            return "\"" + string.Concat(text.Select(letter => letter < ' ' || letter == '"' || letter == '\\' ? "\\u" + ((int)letter).ToString("x4", CultureInfo.InvariantCulture) : letter.ToString())) + "\"";
        }
        var members = value as IDictionary<string, object>;
        if (members != null)
        {
            return "{" + string.Join(",", members.Select(member => Write(member.Key) + ":" + Write(member.Value))) + "}";
        }
        var items = value as IEnumerable<object>;
        if (items != null)
        {
            return "[" + string.Join(",", items.Select(Write)) + "]";
        }
        return value == null ? "null" : value is bool ? ((bool)value ? "true" : "false") : string.Format(CultureInfo.InvariantCulture, "{0}", value);
    }

    private object Value()
    {
        switch (Next())
        {
            case '{':
                return Members();
            case '[':
                return Items();
            case '"':
                return Text();
            case 't':
                place += 4;
                return true;
            case 'f':
                place += 5;
                return false;
            case 'n':
                place += 4;
                return null;
            default:
                return Number();
        }
    }

    private char Next()
    {
        while (char.IsWhiteSpace(text[place]))
        {
            place++;
        }
        return text[place];
    }

    /// <summary>Whether another item comes, after the one before it or after the opening bracket.</summary>
    private bool More(char end)
    {
        var found = Next();
        if (found == ',' || found == end)
        {
            place++;
        }
        return found != end;
    }

    private IDictionary<string, object> Members()
    {
        var members = new Dictionary<string, object>();
        place++;
        while (More('}'))
        {
            Next();
            var name = Text();
            Next();
            place++;
            members[name] = Value();
        }
        return members;
    }

    private IList<object> Items()
    {
        var items = new List<object>();
        place++;
        while (More(']'))
        {
            items.Add(Value());
        }
        return items;
    }

    private string Text()
    {
        var read = new StringBuilder();
        for (place++; text[place] != '"'; place++)
        {
            read.Append(text[place] == '\\' ? Escaped() : text[place]);
        }
        place++;
        return read.ToString();
    }

    private char Escaped()
    {
        var letter = text[++place];
        if (letter == 'u')
        {
            place += 4;
            return (char)int.Parse(text.Substring(place - 3, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }
        var known = "bfnrt".IndexOf(letter);
        return known < 0 ? letter : "\b\f\n\r\t"[known];
    }

    private object Number()
    {
        var start = place;
        while (place < text.Length && "+-.0123456789eE".IndexOf(text[place]) >= 0)
        {
            place++;
        }
        return decimal.Parse(text.Substring(start, place - start), NumberStyles.Float, CultureInfo.InvariantCulture);
    }
}
