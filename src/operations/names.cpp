#include "operations/names.h"

#include "operations/capture/snapshotrequest.h"

#include <algorithm>

namespace oriel::operations {

qsizetype longestSnapshotName(bool withVolumes)
{
    return withVolumes ? longestName - characters(volumeSnapshotName({})) : longestName;
}

qsizetype characters(QStringView text)
{
    return text.toUcs4().size();
}

QString firstCharacters(const QString &text, qsizetype count)
{
    qsizetype units = 0;
    for (qsizetype seen = 0; units < text.size(); ++units) {
        if (!text.at(units).isLowSurrogate() && ++seen > count)
            break;
    }
    return text.left(units);
}

NameFault computeNameFault(const QString &name, qsizetype longest)
{
    if (name.isEmpty())
        return NameFault::Empty;
    if (characters(name) > longest)
        return NameFault::TooLong;
    if (name.front().isSpace() || name.back().isSpace())
        return NameFault::BlankEnd;
    // Its pattern is made of the first 65,535 code points, without controls, formats and breaks.
    const bool taken = std::ranges::all_of(name.toUcs4(), [](char32_t character) {
        switch (QChar::category(character)) {
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Other_PrivateUse:
        case QChar::Other_Surrogate:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            return false;
        default:
            return character < 0xffff;
        }
    });
    return taken && name.isValidUtf16() ? NameFault::None : NameFault::Unprintable;
}

NameFault storageNameFault(const QString &name)
{
    if (name.isEmpty())
        return NameFault::Empty;
    return characters(name) > longestName ? NameFault::TooLong : NameFault::None;
}

} // namespace oriel::operations
