#include "openstack/config/commandlineoptions.h"

#include "openstack/config/settings.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::openstack {

namespace {

struct OptionWords
{
    Q_DECLARE_TR_FUNCTIONS(oriel::openstack::Config)
};

const QString prefix = u"os-"_s;
/// The only option of `openstack` without a value.
const QString betaCommand = u"os-beta-command"_s;

QString nameOf(const QString &argument)
{
    return argument.mid(2).section(u'=', 0, 0);
}

bool isKnown(const QString &name)
{
    return name == betaCommand || usedOptions().contains(name.mid(prefix.size())) ||
           refusedOptions().contains(name.mid(prefix.size()));
}

} // namespace

void addSignInOptions(QCommandLineParser &parser)
{
    for (const QString &name : usedOptions() + refusedOptions()) {
        //: Placeholder of an option's value in the help.
        QCommandLineOption option(prefix + name, QString(), OptionWords::tr("VALUE"));
        if (name == "cloud"_L1)
            option.setDescription(OptionWords::tr("The cloud of clouds.yaml to use."));
        else
            option.setFlags(QCommandLineOption::HiddenFromHelp);
        parser.addOption(option);
    }
    QCommandLineOption beta(betaCommand);
    QCommandLineOption verify(u"verify"_s);
    for (QCommandLineOption *option : {&beta, &verify}) {
        option->setFlags(QCommandLineOption::HiddenFromHelp);
        parser.addOption(*option);
    }
    parser.addOption({u"insecure"_s, OptionWords::tr("Do not check the services' certificates.")});
}

std::variant<SignInOptions, QString> readSignInOptions(const QCommandLineParser &parser)
{
    if (parser.isSet(betaCommand))
        return refusalOf(u"beta_command"_s, "--"_L1 + betaCommand);
    for (const QString &name : refusedOptions()) {
        if (parser.isSet(prefix + name))
            return refusalOf(QString(name).replace(u'-', u'_'), "--"_L1 + prefix + name);
    }
    SignInOptions options;
    for (const QString &name : usedOptions()) {
        if (!parser.isSet(prefix + name))
            continue;
        const QString value = parser.value(prefix + name);
        if (const QString problem = optionProblem(name, value); !problem.isEmpty())
            return problem;
        options.insert(name, value);
    }
    const bool insecure = parser.isSet(u"insecure"_s);
    if (insecure && parser.isSet(u"verify"_s))
        return OptionWords::tr("Give only one of --insecure and --verify.");
    if (insecure)
        options.insert(u"insecure"_s, u"true"_s);
    else if (parser.isSet(u"verify"_s))
        options.insert(u"verify"_s, u"true"_s);
    return options;
}

bool takesSignInValue(const QString &argument)
{
    return argument.startsWith("--os-"_L1) && !argument.contains(u'=') &&
           nameOf(argument) != betaCommand && isKnown(nameOf(argument));
}

QStringList withNormalOptions(QStringList arguments)
{
    for (QString &argument : arguments) {
        if (argument == "--"_L1)
            break;
        if (!argument.startsWith("--os_"_L1) && !argument.startsWith("--os-"_L1))
            continue;
        const qsizetype end = argument.indexOf(u'=');
        const QString name = argument.first(end < 0 ? argument.size() : end);
        argument.replace(0, name.size(), QString(name).replace(u'_', u'-'));
    }
    return arguments;
}

QString unknownSignInOption(const QStringList &arguments)
{
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString &argument = arguments[i];
        if (argument == "--"_L1)
            break;
        if (takesSignInValue(argument))
            ++i;
        else if (argument.startsWith("--os-"_L1) && !isKnown(nameOf(argument)))
            return argument.section(u'=', 0, 0);
    }
    return {};
}

} // namespace oriel::openstack
