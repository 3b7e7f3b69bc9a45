using System.Text;

namespace ClusterSetSuite.Lab.CoreDns.Corefiles;

/// <summary>Splits a Corefile into words as the real one does: at white space, with quotes, and <c>#</c> starting a comment anywhere outside quotes.</summary>
public static class Lexer
{
    /// <summary>All words of a text.</summary>
    public static IReadOnlyList<Token> Split(string text)
    {
        var tokens = new List<Token>();
        var word = new StringBuilder();
        int line = 1, start = 1;
        bool comment = false, quoted = false, escaped = false, open = false;
        void End()
        {
            if (open)
                tokens.Add(new Token(word.ToString(), start, line - start));
            word.Clear();
            (open, quoted) = (false, false);
        }

        foreach (var c in text)
        {
            if (quoted)
            {
                if (escaped)
                {
                    if (c != '"')
                        word.Append('\\');
                    escaped = false;
                    word.Append(c);
                }
                else if (c == '\\')
                    escaped = true;
                else if (c == '"')
                    End();
                else
                    word.Append(c);
                if (c == '\n')
                    line++;
                continue;
            }

            if (char.IsWhiteSpace(c))
            {
                if (c == '\r')
                    continue;
                End();
                if (c == '\n')
                    (line, comment) = (line + 1, false);
                continue;
            }

            comment |= c == '#';
            if (comment)
                continue;
            if (!open)
            {
                (open, start, quoted) = (true, line, c == '"');
                if (quoted)
                    continue;
            }

            word.Append(c);
        }

        End();
        return tokens;
    }
}
