using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

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
                throw SeamException.Refused(name + " must not contain a NUL");
            }
            try
            {
                return value == null ? null : Utf8.GetBytes(value + "\0");
            }
            catch (EncoderFallbackException)
            {
                throw SeamException.Refused(name + " must be text that UTF-8 can hold");
            }
        }

        /// <summary>An object as JSON; null stands for none.</summary>
        internal static byte[] Object(object value) => Table("an argument", value);

        /// <summary>Rows, CSV or JSON text, or the bytes of a file with either.</summary>
        internal static byte[] Table(string name, object value) =>
            Text(name, value is byte[] bytes ? Decoded(bytes) : value as string ?? (value == null ? null : Json(value)));

        private static string Decoded(byte[] bytes)
        {
            SeamException.ThrowIf(Native.seam_acs_decode_table(bytes, (UIntPtr)bytes.Length, out var text, out var error), error);
            return Library.Taken(text);
        }

        private static string Json(object value) =>
            value == null ? "null"
            : value is string text ? Quoted(text)
            : value is bool flag ? (flag ? "true" : "false")
            : value is IDictionary map ? "{" + string.Join(",", map.Keys.Cast<object>().Select(key => Quoted(InWords(key)) + ":" + Json(map[key]))) + "}"
            : value is IEnumerable items ? "[" + string.Join(",", items.Cast<object>().Select(Json)) + "]"
            : value is int || value is long || value is double || value is decimal ? InWords(value)
            : throw SeamException.Refused("an argument is a " + value.GetType() + ", which JSON cannot hold");

        private static string Quoted(string text) =>
            "\"" + Regex.Replace(text, "[\"\\\\\0-\x1f]", letter => "\\u" + ((int)letter.Value[0]).ToString("x4", CultureInfo.InvariantCulture)) + "\"";

        internal static string InWords(object value) => Convert.ToString(value, CultureInfo.InvariantCulture);
    }
}
