using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;

namespace SeamAcs
{
    /// <summary>Reads JSON that the library gave: Mono has one parser and .NET another, and this package needs none.</summary>
    internal sealed class JsonReader
    {
        private readonly string text;
        private readonly Dictionary<string, string> names = new Dictionary<string, string>();
        private int place;

        private JsonReader(string text) => this.text = text ?? "";

        /// <summary>What is made of an object's text and its members.</summary>
        internal static T One<T>(string text, Func<string, IReadOnlyDictionary<string, object>, T> make)
        {
            return Read(text, reader => reader.Made(make));
        }

        /// <summary>What is made of each object of a list.</summary>
        internal static IReadOnlyList<T> All<T>(string text, Func<string, IReadOnlyDictionary<string, object>, T> make)
        {
            return Read(text, reader =>
            {
                var all = new List<T>();
                reader.Expect('[');
                while (reader.More(']', all.Count == 0))
                {
                    all.Add(reader.Made(make));
                }
                return all.AsReadOnly();
            });
        }

        private static T Read<T>(string text, Func<JsonReader, T> make)
        {
            var reader = new JsonReader(text);
            try
            {
                var read = make(reader);
                reader.End();
                return read;
            }
            catch (FormatException)
            {
                throw SeamException.Unexpected("this is no JSON of what was asked for: at character " + reader.place);
            }
        }

        private T Made<T>(Func<string, IReadOnlyDictionary<string, object>, T> make)
        {
            Peek();
            var start = place;
            var members = Members();
            return make(text.Substring(start, place - start), members);
        }

        private object Value()
        {
            switch (Peek())
            {
                case '{':
                    return Members();
                case '[':
                    return Items();
                case '"':
                    return Text();
                case 't':
                    return Word("true", true);
                case 'f':
                    return Word("false", false);
                case 'n':
                    return Word("null", null);
                default:
                    return Number();
            }
        }

        private IReadOnlyDictionary<string, object> Members()
        {
            var members = new Dictionary<string, object>();
            Expect('{');
            while (More('}', members.Count == 0))
            {
                var name = Name();
                Expect(':');
                members[name] = Value();
            }
            return new ReadOnlyDictionary<string, object>(members);
        }

        /// <summary>Each once: the records of a list have the same ones.</summary>
        private string Name()
        {
            var read = Text();
            if (!names.TryGetValue(read, out var known))
            {
                names[read] = known = read;
            }
            return known;
        }

        private IReadOnlyList<object> Items()
        {
            var items = new List<object>();
            Expect('[');
            while (More(']', items.Count == 0))
            {
                items.Add(Value());
            }
            return items.AsReadOnly();
        }

        /// <summary>Whether another one comes, after a comma unless it is the first.</summary>
        private bool More(char end, bool isFirst)
        {
            if (Peek() == end)
            {
                place++;
                return false;
            }
            if (!isFirst)
            {
                Expect(',');
            }
            return true;
        }

        private string Text()
        {
            var read = new StringBuilder();
            Expect('"');
            for (var letter = Next(); letter != '"'; letter = Next())
            {
                read.Append(letter == '\\' ? Escaped() : letter);
            }
            return read.ToString();
        }

        private char Escaped()
        {
            var letter = Next();
            if (letter == 'u')
            {
                var digits = string.Concat(Next(), Next(), Next(), Next());
                return (char)int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
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
            var digits = text.Substring(start, place - start);
            if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            {
                return whole;
            }
            return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var broken) ? broken : throw Unexpected();
        }

        private object Word(string word, object value)
        {
            if (string.CompareOrdinal(text, place, word, 0, word.Length) != 0)
            {
                throw Unexpected();
            }
            place += word.Length;
            return value;
        }

        private void Expect(char letter)
        {
            if (Peek() != letter)
            {
                throw Unexpected();
            }
            place++;
        }

        private void End()
        {
            while (place < text.Length)
            {
                if (!char.IsWhiteSpace(Next()))
                {
                    throw Unexpected();
                }
            }
        }

        private char Peek()
        {
            while (place < text.Length && char.IsWhiteSpace(text[place]))
            {
                place++;
            }
            return place < text.Length ? text[place] : throw Unexpected();
        }

        private char Next() => place < text.Length ? text[place++] : throw Unexpected();

        private static FormatException Unexpected() => new FormatException();
    }
}
