using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace SeamAcs
{
    /// <summary>Arguments in the form in which C takes them: bytes of UTF-8 that end in NUL.</summary>
    internal static class Arguments
    {
        private static readonly Encoding Utf8 = new UTF8Encoding(false, true);

        /// <summary>C would see less of a text with a NUL in it, and a cut id is another id.</summary>
        internal static byte[] Text(string name, string value)
        {
            if (value != null && value.IndexOf('\0') >= 0)
            {
                throw Refused(name + " must not contain a NUL");
            }
            try
            {
                return value == null ? null : Utf8.GetBytes(value + "\0");
            }
            catch (EncoderFallbackException)
            {
                throw Refused(name + " must be text that UTF-8 can hold");
            }
        }

        /// <summary>An object as JSON; null stands for none.</summary>
        internal static byte[] Object(object value)
        {
            return value == null ? null : Text("an argument", value as string ?? Json(value));
        }

        /// <summary>Rows, CSV or JSON text, or the bytes of a file with either.</summary>
        internal static byte[] Table(string name, object value)
        {
            var bytes = value as byte[];
            if (bytes == null)
            {
                return Text(name, value as string ?? (value == null ? null : Json(value)));
            }
            IntPtr text, error;
            SeamException.ThrowIf(Native.seam_acs_decode_table(bytes, (UIntPtr)bytes.Length, out text, out error), error);
            return Text(name, Library.Taken(text));
        }

        internal static SeamException Refused(string message)
        {
            return new SeamException(Status.InvalidArgument, message);
        }

        private static string Json(object value)
        {
            var json = new StringBuilder();
            Write(json, value);
            return json.ToString();
        }

        private static void Write(StringBuilder json, object value)
        {
            if (value == null)
            {
                json.Append("null");
            }
            else if (value is string)
            {
                WriteText(json, (string)value);
            }
            else if (value is bool)
            {
                json.Append((bool)value ? "true" : "false");
            }
            else if (value is IDictionary)
            {
                var dictionary = (IDictionary)value;
                WriteAll(json, '{', '}', dictionary.Keys, key =>
                {
                    WriteText(json, Convert.ToString(key, CultureInfo.InvariantCulture));
                    json.Append(':');
                    Write(json, dictionary[key]);
                });
            }
            else if (value is IEnumerable)
            {
                WriteAll(json, '[', ']', (IEnumerable)value, item => Write(json, item));
            }
            else if (value is int || value is long || value is double || value is decimal)
            {
                json.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
            }
            else
            {
                throw Refused("an argument is a " + value.GetType() + ", which JSON cannot hold");
            }
        }

        private static void WriteAll(StringBuilder json, char first, char last, IEnumerable items, Action<object> write)
        {
            json.Append(first);
            var isFirst = true;
            foreach (var item in items)
            {
                if (!isFirst)
                {
                    json.Append(',');
                }
                isFirst = false;
                write(item);
            }
            json.Append(last);
        }

        private static void WriteText(StringBuilder json, string text)
        {
            json.Append('"');
            foreach (var letter in text)
            {
                if (letter == '"' || letter == '\\')
                {
                    json.Append('\\').Append(letter);
                }
                else if (letter < ' ')
                {
                    json.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
                }
                else
                {
                    json.Append(letter);
                }
            }
            json.Append('"');
        }
    }
}
