#pragma once

#include <QtWidgets/QWidget>

class QGridLayout;
class QLabel;

namespace oriel::ui {

class Theme;

/// Facts in two columns, label and value. Values can be selected and copied; a value may lead
/// somewhere.
class FactGrid final : public QWidget
{
    Q_OBJECT

public:
    explicit FactGrid(Theme &theme, const QString &title, QWidget *parent = nullptr);

    /// One fact, as it is to be shown. An empty value is a dash.
    struct Fact
    {
        QString label;
        QString value;
        QString link{};        ///< told by linkClicked; empty: plain
        bool copyable = false; ///< with a button that copies it
        bool mono = false;

        bool operator==(const Fact &) const = default;
    };
    /// Shows exactly these. Nothing happens where they are as before, so that a refresh leaves a
    /// selection alone.
    void setFacts(std::vector<Fact> facts);

Q_SIGNALS:
    void linkClicked(const QString &link);

private:
    QWidget *makeValue(const Fact &fact);

    Theme &m_theme;
    std::vector<Fact> m_facts;
    QWidget *m_rows = nullptr;
};

} // namespace oriel::ui
