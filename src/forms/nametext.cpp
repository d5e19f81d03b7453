#include "forms/nametext.h"

#include <QtCore/QCoreApplication>

namespace oriel::forms {

namespace {

struct NameWords
{
    Q_DECLARE_TR_FUNCTIONS(NameText)
};

} // namespace

QString describe(operations::NameFault fault, const QString &name, qsizetype longest)
{
    using operations::NameFault;
    switch (fault) {
    case NameFault::None:
        break;
    case NameFault::Empty:
        return NameWords::tr("Enter a name.");
    case NameFault::TooLong:
        if (longest < operations::longestName)
            return NameWords::tr("The name has %1 characters. At most %2 are allowed: the cloud "
                                 "puts “snapshot for” before it in the names of the volume "
                                 "snapshots.")
                .arg(QString::number(operations::characters(name)), QString::number(longest));
        return NameWords::tr("The name has %1 characters. At most %2 are allowed.")
            .arg(QString::number(operations::characters(name)), QString::number(longest));
    case NameFault::BlankEnd:
        return NameWords::tr(
            "The name begins or ends with a space, which the cloud does not accept.");
    case NameFault::Unprintable:
        return NameWords::tr("The name contains a character that the cloud does not accept there, "
                             "such as a line break, an invisible character or an emoji.");
    }
    return {};
}

} // namespace oriel::forms
