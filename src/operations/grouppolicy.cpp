#include "operations/grouppolicy.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace oriel::operations {

namespace {

struct PolicyWords
{
    Q_DECLARE_TR_FUNCTIONS(GroupPolicy)
};

} // namespace

QStringList groupPolicies()
{
    return {u"soft-anti-affinity"_s, u"anti-affinity"_s, u"soft-affinity"_s, u"affinity"_s};
}

QString policyText(const QString &policy)
{
    if (policy == "affinity"_L1)
        //: A policy of server groups: where the instances run.
        return PolicyWords::tr("Same host");
    if (policy == "anti-affinity"_L1)
        //: A policy of server groups: where the instances run.
        return PolicyWords::tr("Different hosts");
    if (policy == "soft-affinity"_L1)
        //: A policy of server groups: where the instances run.
        return PolicyWords::tr("Same host if possible");
    if (policy == "soft-anti-affinity"_L1)
        //: A policy of server groups: where the instances run.
        return PolicyWords::tr("Different hosts if possible");
    return policy;
}

QString policyMeaning(const QString &policy, int mostPerHost)
{
    if (policy == "affinity"_L1)
        return PolicyWords::tr("All instances run on one host, close to each other. If that host "
                               "has no space, a launch fails. If it fails, all of them fail.");
    if (policy == "anti-affinity"_L1 && mostPerHost > 1)
        return PolicyWords::tr("At most %n instances run on one host. If no host is free, a launch "
                               "fails.",
                               nullptr, mostPerHost);
    if (policy == "anti-affinity"_L1)
        return PolicyWords::tr("Each instance runs on a separate host, so that a failing host "
                               "takes only one of them. If no host is free, a launch fails.");
    if (policy == "soft-affinity"_L1)
        return PolicyWords::tr("The instances run on one host as long as it has space. After that, "
                               "they are placed on other hosts.");
    if (policy == "soft-anti-affinity"_L1)
        return PolicyWords::tr("The instances run on as many hosts as possible, so that a failing "
                               "host takes few of them. If there are more instances than hosts, "
                               "some share a host.");
    return {};
}

} // namespace oriel::operations
